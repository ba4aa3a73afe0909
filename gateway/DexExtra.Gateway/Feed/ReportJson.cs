using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// A numbered report of the binary protocol as JSON: the same fields under the same names, by the schema's own structs,
/// so that the two cannot part. 64-bit numbers are text, money and prices of 1e-8 exact decimals, enums their words;
/// what the report leaves open is null. Any thread.
/// </summary>
internal static class ReportJson
{
    private static readonly Dictionary<Template, Shape> Shapes = new[]
    {
        ShapeOf<ExecutionReport>(), ShapeOf<OrderCancelReject>(), ShapeOf<DepositReport>(),
        ShapeOf<PreventedMatchReport>(), ShapeOf<OrderTriggeredReport>(), ShapeOf<OrderActivatedReport>(),
        ShapeOf<OrderRepricedReport>(), ShapeOf<OrderAmendedReport>(), ShapeOf<OrderAmendReject>(),
        ShapeOf<MassCancelReport>(), ShapeOf<AccountLockReport>(), ShapeOf<BalanceReport>(),
        ShapeOf<PositionClosedReport>(), ShapeOf<PositionSettledReport>(), ShapeOf<MarginCallReport>(),
        ShapeOf<LiquidationReport>(), ShapeOf<PositionRankReport>(), ShapeOf<MarginModeReport>(),
        ShapeOf<WithdrawalReport>(), ShapeOf<MassQuoteReport>(), ShapeOf<QuoteReject>(),
        ShapeOf<QuoteProtectionReport>(),
    }.ToDictionary(shape => shape.Template);

    private static readonly ConcurrentDictionary<Enum, string> CodeNames = new();

    private delegate object Reader(ReadOnlySpan<byte> frame);

    /// <summary>The frame is one that the venue made itself.</summary>
    public static byte[] Write(AccountId account, ReadOnlySpan<byte> frame)
    {
        Frame.Decode(frame, out var template);
        var shape = Shapes[template];
        var report = shape.Read(frame);
        return JsonText.Build(new ArrayBufferWriter<byte>(1024), shape.Name, null, json =>
        {
            json.WriteString("account", account.Owner.ToString());
            json.WriteNumber("subaccount", account.Subaccount);
            foreach (var (name, field) in shape.Fields)
            {
                WriteValue(json, name, field.GetValue(report)!);
            }
        });
    }

    private static Shape ShapeOf<TReport>()
        where TReport : unmanaged, IWireMessage => new(
            TReport.Template,
            "user." + Camel(TReport.Template.ToString()),
            static frame => Frame.Body<TReport>(frame),
            [.. typeof(TReport).GetFields(BindingFlags.Instance | BindingFlags.Public)
                .Where(field => field.Name != nameof(ExecutionReport.PossResend))
                .Select(field => (Camel(field.Name), field))]);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static void WriteValue(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case WireNull.Int64:
                json.WriteNull(name);
                break;
            case long or ulong:
                JsonText.WriteNumber(json, name, (ISpanFormattable)value);
                break;
            case Int128 amount:
                json.WriteString(name, amount == WireNull.Decimal128 ? null : FixedPoint.Format(amount));
                break;
            case TradeFlags flags:
                JsonText.WriteTradeFlags(json, flags, name);
                break;
            case Enum code:
                json.WriteString(name, CodeOf(code));
                break;
            case Hash32 hash:
                json.WriteString(name, hash.IsZero ? null : hash.ToString());
                break;
            case byte or ushort or uint or int:
                json.WriteNumber(name, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }

    /// <summary>Null for a code that the report leaves open.</summary>
    private static string? CodeOf(Enum code) => Enum.IsDefined(code.GetType(), code)
        ? CodeNames.GetOrAdd(code, static known => Name(known))
        : null;

    private static string Name(Enum code)
    {
        var of = typeof(Codes).GetMethod(nameof(Codes.Of))!.MakeGenericMethod(code.GetType());
        return (string)of.Invoke(null, [code])!;
    }

    private sealed record Shape(Template Template, string Name, Reader Read, (string, FieldInfo)[] Fields);
}
