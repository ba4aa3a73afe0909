using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace DexExtra.Messages.Text;

/// <summary>
/// The fields of a message as JSON, by their names in camelCase. A field that is 0 is left out: absent means 0. Works
/// on boxed structs: for tools and tests, not for speed. Any thread.
/// </summary>
public static class MessageFields
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Known = new();

    /// <summary>Its fields in the order of the layout, without padding.</summary>
    public static FieldInfo[] Of(Type type) => Known.GetOrAdd(type, static t =>
        [.. t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => !field.Name.StartsWith("_padding", StringComparison.Ordinal))]);

    public static string NameOf(FieldInfo field)
    {
        var name = field.Name.TrimStart('_');
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static JsonObject ToJson(object message, IMessageNames names)
    {
        var json = new JsonObject();
        foreach (var field in Of(message.GetType()))
        {
            if (ValueToJson(NameOf(field), field.GetValue(message)!, names) is { } value)
            {
                json[NameOf(field)] = value;
            }
        }

        return json;
    }

    /// <summary>True when a value of this type is one number, name or text.</summary>
    public static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(Int128)
        || type == typeof(UInt128) || type == typeof(AccountId) || type == typeof(Address) || type == typeof(Hash32)
        || type == typeof(FixedText64);

    /// <summary>Null where it is 0.</summary>
    public static JsonNode? ValueToJson(string name, object value, IMessageNames names) => value switch
    {
        AccountId account => account.Owner.IsZero && account.Subaccount == 0 ? null : names.Account(in account),
        Address address => address.IsZero ? null : address.ToString(),
        Hash32 hash => hash.IsZero ? null : hash.ToString(),
        FixedText64 text => text.ToString() is { Length: > 0 } content ? content : null,
        Enum member => EnumText.ToJson(member),
        UInt128 number => number == 0 ? null : JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture)),
        _ when IsLeaf(value.GetType()) =>
            ToInt128(value) is var number && number != 0 ? names.Number(name, number) : null,
        _ => ToJson(value, names) is { Count: > 0 } inner ? inner : null,
    };

    private static Int128 ToInt128(object value) => value switch
    {
        Int128 wide => wide,
        ulong unsigned => unsigned,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
