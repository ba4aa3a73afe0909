using System.Globalization;
using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>
/// What every table must hold after a number of frames, written from the meaning of the events and independent of the
/// code under test: rows are dictionaries of text, sums are BigInteger, decimals are put together by hand.
/// </summary>
internal sealed partial class Expectation
{
    private readonly Dictionary<string, SortedDictionary<string, Dictionary<string, string>>> _tables =
        TableDump.Tables.ToDictionary(
            table => table, _ => new SortedDictionary<string, Dictionary<string, string>>(StringComparer.Ordinal));

    private readonly Dictionary<uint, MarketCreated> _markets = [];

    public static Expectation Of(IEnumerable<byte[]> frames)
    {
        var expectation = new Expectation();
        foreach (var payload in frames)
        {
            expectation.Apply(payload);
        }

        return expectation;
    }

    public int Count(string table) => _tables[table].Count;

    /// <summary>Compares every column of every row of every table.</summary>
    public async Task CompareAsync(PostgresCluster cluster, string database)
    {
        foreach (var table in TableDump.Tables)
        {
            var actual = await TableDump.ReadAsync(cluster, database, table);
            var expected = _tables[table];
            Assert.True(expected.Count == actual.Count, $"{table}: expected {expected.Count} rows, found {actual.Count}");
            var lines = actual.Select(row => Line(table, row)).Order(StringComparer.Ordinal);
            var wanted = expected.Values.Select(row => Line(table, row)).Order(StringComparer.Ordinal);
            foreach (var (want, have) in wanted.Zip(lines))
            {
                Assert.True(want == have, $"{table}\nexpected {want}\nfound    {have}");
            }
        }
    }

    /// <summary>JSON has tests of its own.</summary>
    private static string Line(string table, Dictionary<string, string> row)
    {
        row.Remove(table switch
        {
            "audit_trail" => "detail",
            "markets" => "trading_rules",
            "parameter_changes" => "parameters",
            _ => string.Empty,
        });

        return TableDump.Line(row);
    }

    private static string Dec(BigInteger units)
    {
        var digits = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(9, '0');
        return $"{(units.Sign < 0 ? "-" : "")}{digits[..^8]}.{digits[^8..]}";
    }

    private static string Us(long ns) => Num(ns / 1_000);

    private static string Num<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Rounds half to even by looking at twice the remainder.</summary>
    private static BigInteger Divide(BigInteger dividend, BigInteger divisor)
    {
        var sign = dividend.Sign * divisor.Sign;
        var (quotient, rest) = BigInteger.DivRem(BigInteger.Abs(dividend), BigInteger.Abs(divisor));
        var twice = rest * 2 - BigInteger.Abs(divisor);
        return sign * (twice.Sign > 0 || (twice.IsZero && !quotient.IsEven) ? quotient + 1 : quotient);
    }

    private static BigInteger Units(string text) =>
        BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private Dictionary<string, string> Row(string table, string key) =>
        _tables[table].TryGetValue(key, out var row) ? row : _tables[table][key] = new(StringComparer.Ordinal);

    private void Apply(byte[] payload)
    {
        var frame = new EventFrame(payload);
        BeginPeriod(in frame.Header);
        var cursor = Row("follower_cursor", "persistence");
        _refused = 0;
        cursor["name"] = "persistence";
        cursor["sequence"] = Num(frame.Header.Sequence);
        cursor["engine_time"] = Us(frame.Header.TimestampNs);
        cursor["frame_hash"] = "0x" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(payload));
        foreach (var item in frame)
        {
            Apply(in frame.Header, item);
        }

        Measure(in frame.Header, payload.Length);
    }

    private void Apply(in EventFrameHeader frame, EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.AssetListed:
                Listed(in frame, in item.Body<ListAsset>());
                break;
            case EventType.MarketCreated:
                Created(in frame, in item.Body<MarketCreated>());
                break;
            case EventType.OrderAccepted:
                Accepted(in frame, in item.Body<OrderAccepted>());
                break;
            case EventType.OrderRejected:
                _refused++;
                Rejected(in frame, in item.Body<OrderRejected>());
                break;
            case EventType.OrderStatusReported:
                _refused++;
                Account(in frame, item.Body<OrderStatusReported>().Account, item.Body<OrderStatusReported>().AccountSequence);
                break;
            case EventType.CancelRejected:
                Account(in frame, item.Body<CancelRejected>().Account, item.Body<CancelRejected>().AccountSequence);
                break;
            case EventType.Traded:
                Traded(in frame, item.Index, in item.Body<Traded>());
                break;
            case EventType.OrderCancelled:
                Cancelled(in frame, in item.Body<OrderCancelled>());
                break;
            case EventType.OrderReduced:
                Reduced(in frame, in item.Body<OrderReduced>());
                break;
            case EventType.PreventedMatch:
                ref readonly var prevented = ref item.Body<PreventedMatch>();
                Account(in frame, prevented.Taker.Account, prevented.Taker.AccountSequence);
                if (prevented.Maker.Account != prevented.Taker.Account)
                {
                    Account(in frame, prevented.Maker.Account, prevented.Maker.AccountSequence);
                }

                break;
            case EventType.DepositCredited:
                Credited(in frame, item.Index, in item.Body<DepositCredited>());
                break;
            case EventType.SettlementChanged:
                Settled(in frame, in item.Body<SettlementUpdate>());
                break;
            default:
                if (!ApplyLife(in frame, item) && !ApplyMoney(in frame, item) && !ApplyParameters(in frame, item)
                    && !ApplySessionKeys(in frame, item))
                {
                    ApplyMarket(in frame, item);
                }

                break;
        }

        Statistics(in frame, item);
        Audit(in frame, item);
    }

    private void Audit(in EventFrameHeader frame, EventFrame.Item item)
    {
        var row = Row("audit_trail", $"{frame.Sequence:D12}/{item.Index:D6}");
        row["engine_sequence"] = Num(frame.Sequence);
        row["event_index"] = Num(item.Index);
        row["event_type"] = Codes.Of(item.Type);
        row["command_type"] = Codes.Of(frame.CommandType);
        row["engine_time"] = Us(frame.TimestampNs);
        row["engine_time_ns"] = Num(frame.TimestampNs);
        row["source_id"] = Num(frame.SourceId);
        row["source_session"] = Num(frame.SourceSession);
        row["correlation_id"] = Num(frame.CorrelationId);
        foreach (var column in (string[])[
            "account_address", "subaccount", "account_sequence", "market_id", "order_id", "match_id", "reason"])
        {
            row[column] = TableDump.Null;
        }

        AuditKeys(in frame, item, row);
    }

    private void AuditKeys(in EventFrameHeader frame, EventFrame.Item item, Dictionary<string, string> row)
    {
        switch (item.Type)
        {
            case EventType.MarketCreated:
                row["market_id"] = Num(item.Body<MarketCreated>().Request.MarketId);
                break;
            case EventType.OrderAccepted:
                ref readonly var accepted = ref item.Body<OrderAccepted>();
                Keys(row, accepted.Request.Order.Account, accepted.AccountSequence, accepted.Request.Order.MarketId, accepted.OrderId, "");
                break;
            case EventType.OrderRejected:
                ref readonly var rejected = ref item.Body<OrderRejected>();
                var signed = rejected.Request.Order;
                Keys(row, signed.Account, rejected.AccountSequence, signed.MarketId, RefusedId(in frame), Codes.Of(rejected.Reason));
                break;
            case EventType.OrderStatusReported:
                ref readonly var reported = ref item.Body<OrderStatusReported>();
                var why = reported.RejectReason != 0 ? Codes.Of(reported.RejectReason)
                    : reported.CancelReason != 0 ? Codes.Of(reported.CancelReason)
                    : "";
                Keys(row, reported.Account, reported.AccountSequence, reported.MarketId, reported.OrderId, why);
                break;
            case EventType.Traded:
                row["market_id"] = Num(item.Body<Traded>().MarketId);
                row["match_id"] = Num(item.Body<Traded>().MatchId);
                break;
            case EventType.OrderCancelled:
                ref readonly var cancelled = ref item.Body<OrderCancelled>();
                Keys(row, cancelled.Account, cancelled.AccountSequence, cancelled.MarketId, cancelled.OrderId, Codes.Of(cancelled.Reason));
                break;
            case EventType.CancelRejected:
                ref readonly var refused = ref item.Body<CancelRejected>();
                Keys(row, refused.Account, refused.AccountSequence, null, refused.OrderId, Codes.Of(refused.Reason));
                break;
            case EventType.OrderReduced:
                ref readonly var reduced = ref item.Body<OrderReduced>();
                Keys(row, reduced.Account, reduced.AccountSequence, reduced.MarketId, reduced.OrderId, Codes.Of(reduced.Reason));
                break;
            case EventType.PreventedMatch:
                row["market_id"] = Num(item.Body<PreventedMatch>().MarketId);
                row["reason"] = Codes.Of(item.Body<PreventedMatch>().Mode);
                break;
            case EventType.OrderShown:
                row["market_id"] = Num(item.Body<OrderShown>().MarketId);
                row["order_id"] = Num(item.Body<OrderShown>().OrderId);
                break;
            case EventType.LevelChanged:
                row["market_id"] = Num(item.Body<LevelChanged>().MarketId);
                break;
            case EventType.DepositCredited:
                Keys(row, item.Body<DepositCredited>().Request.Account, item.Body<DepositCredited>().AccountSequence, null, 0, "");
                break;
            case EventType.SettlementChanged:
                row["match_id"] = Num(item.Body<SettlementUpdate>().FirstMatchId);
                break;
            case EventType.SessionKeyChanged:
                row["reason"] = Codes.Of(item.Body<SessionKeyChanged>().Request.Action);
                break;
            case EventType.CommandRejected:
                row["reason"] = Codes.Of(item.Body<CommandRejected>().Reason);
                break;
            default:
                LaterAuditKeys(item, row);
                MoneyAuditKeys(item, row);
                break;
        }
    }

    private static void Keys(
        Dictionary<string, string> row, AccountId account, ulong sequence, uint? market, long order, string reason)
    {
        row["account_address"] = account.Owner.ToString();
        row["subaccount"] = Num(account.Subaccount);
        row["account_sequence"] = Num(sequence);
        row["market_id"] = market is { } id ? Num(id) : TableDump.Null;
        row["order_id"] = order == 0 ? TableDump.Null : Num(order);
        row["reason"] = reason.Length == 0 ? TableDump.Null : reason;
    }
}
