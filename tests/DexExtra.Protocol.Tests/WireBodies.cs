using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DexExtra.Messages;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol.Tests;

/// <summary>Looks at message structs from outside: all of them, and the bytes of each named wire field.</summary>
internal static class WireBodies
{
    private const BindingFlags Statics = BindingFlags.NonPublic | BindingFlags.Static;

    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(Frame).Assembly.GetTypes().Where(t => t.IsValueType && t.IsAssignableTo(typeof(IWireMessage)))];

    public static Type Of(Template template) => All.Single(type => type.Name == template.ToString());

    /// <summary>A frame of the template around the given body bytes.</summary>
    public static byte[] Frame(Template template, byte[] body) =>
        (byte[])Invoke(nameof(FrameOf), Of(template), body)!;

    /// <summary>A frame of a template with a group, around the given body and entries.</summary>
    public static byte[] Frame(Template template, byte[] body, byte[] entries) =>
        template == Template.NewOrderListRequest
            ? Grouped<NewOrderListRequest, OrderListLeg>(body, entries)
            : Grouped<MassQuoteRequest, QuoteSide>(body, entries);

    private static byte[] Grouped<TBody, TEntry>(byte[] body, byte[] entries)
        where TBody : unmanaged, IWireMessage
        where TEntry : unmanaged
    {
        var typed = MemoryMarshal.Cast<byte, TEntry>(entries);
        var frame = new byte[Group.LengthOf<TBody, TEntry>(typed.Length)];
        Group.Write<TBody, TEntry>(frame, MemoryMarshal.Read<TBody>(body), typed);
        return frame;
    }

    /// <summary>The struct of the entries of the template's repeating group.</summary>
    public static Type EntryOf(Template template) => template switch
    {
        Template.NewOrderListRequest => typeof(OrderListLeg),
        Template.MassQuoteRequest => typeof(QuoteSide),
        _ => throw new ArgumentException($"{template} has no group"),
    };

    public static IEnumerable<(string Name, byte[] Bytes)> Fields(Type type, byte[] body) =>
        Flatten(type, Invoke(nameof(Read), type, body)!);

    private static IEnumerable<(string Name, byte[] Bytes)> Flatten(Type type, object value)
    {
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            var part = field.GetValue(value)!;
            switch (part)
            {
                case AccountId account:
                    yield return ("account", BytesOf(account.Owner));
                    yield return ("subaccount", BytesOf(account.Subaccount));
                    break;
                case SignedOrder order:
                    foreach (var inner in Flatten(typeof(SignedOrder), order))
                    {
                        yield return inner.Name == "expirySeconds" ? ("expiry", inner.Bytes) : inner;
                    }

                    break;
                case OrderInstructions instructions:
                    foreach (var inner in Flatten(typeof(OrderInstructions), instructions))
                    {
                        yield return inner.Name is "durationSeconds" or "intervalSeconds"
                            ? (inner.Name[..^"Seconds".Length], inner.Bytes)
                            : inner;
                    }

                    break;
                case Signature signature:
                    yield return ("signature", BytesOf(signature)[..Signature.EncodedBytes]);
                    break;
                default:
                    var name = char.ToLowerInvariant(field.Name[0]) + field.Name[1..];
                    yield return (name, (byte[])Invoke(nameof(BytesOf), field.FieldType, part)!);
                    break;
            }
        }
    }

    private static object? Invoke(string method, Type type, object argument) =>
        typeof(WireBodies).GetMethod(method, Statics)!.MakeGenericMethod(type).Invoke(null, [argument]);

    private static T Read<T>(byte[] body)
        where T : unmanaged => MemoryMarshal.Read<T>(body);

    private static byte[] FrameOf<T>(byte[] body)
        where T : unmanaged, IWireMessage
    {
        var frame = new byte[Protocol.Frame.LengthOf<T>()];
        Protocol.Frame.Write(frame, MemoryMarshal.Read<T>(body));
        return frame;
    }

    private static byte[] BytesOf<T>(T value)
        where T : unmanaged
    {
        var bytes = new byte[Unsafe.SizeOf<T>()];
        MemoryMarshal.Write(bytes, in value);
        return bytes;
    }
}
