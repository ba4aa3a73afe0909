using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// The fields of a message as JSON and back, by their names in camelCase. A field that is 0 is left out: absent means
/// 0. Works on boxed structs: for tools and tests, not for speed.
/// </summary>
public static class FieldText
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Known = new();

    /// <summary>Its fields in the order of the layout, without padding.</summary>
    public static FieldInfo[] Fields(Type type) => Known.GetOrAdd(type, static t =>
        [.. t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => !field.Name.StartsWith("_padding", StringComparison.Ordinal))]);

    public static string NameOf(FieldInfo field)
    {
        var name = field.Name.TrimStart('_');
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static JsonObject ToJson(object message, ScenarioNames names)
    {
        var json = new JsonObject();
        foreach (var field in Fields(message.GetType()))
        {
            if (ValueToJson(NameOf(field), field.GetValue(message)!, names) is { } value)
            {
                json[NameOf(field)] = value;
            }
        }

        return json;
    }

    /// <summary>Sets one field, named by its path such as <c>order.limitPrice</c>; the message is the boxed one.</summary>
    /// <exception cref="ScenarioException">There is no such field, or the value does not fit it.</exception>
    public static void Set(object message, string path, JsonNode? value, ScenarioNames names)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? path : path[..dot];
        var field = Array.Find(Fields(message.GetType()), candidate => NameOf(candidate) == name)
            ?? throw new ScenarioException($"{message.GetType().Name} has no field '{name}'");
        if (dot < 0 && (IsLeaf(field.FieldType) || value is not JsonObject))
        {
            field.SetValue(message, ValueOf(name, field.FieldType, value, names));
            return;
        }

        var inner = field.GetValue(message)!;
        foreach (var (innerPath, innerValue) in dot < 0 ? [.. (JsonObject)value!] : Single(path[(dot + 1)..], value))
        {
            Set(inner, innerPath, innerValue, names);
        }

        field.SetValue(message, inner);
    }

    /// <summary>The paths of all fields in which two messages of one type differ.</summary>
    public static IEnumerable<string> Differences(object left, object right)
    {
        foreach (var field in Fields(left.GetType()))
        {
            var (one, other) = (field.GetValue(left)!, field.GetValue(right)!);
            if (!IsLeaf(field.FieldType))
            {
                foreach (var path in Differences(one, other))
                {
                    yield return $"{NameOf(field)}.{path}";
                }
            }
            else if (one is FixedText64 ? one.ToString() != other.ToString() : !one.Equals(other))
            {
                yield return NameOf(field);
            }
        }
    }

    /// <summary>The value at a path, as JSON; null where it is 0.</summary>
    public static JsonNode? Get(object message, string path, ScenarioNames names)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? path : path[..dot];
        var value = Array.Find(Fields(message.GetType()), candidate => NameOf(candidate) == name)!.GetValue(message)!;
        return dot < 0 ? ValueToJson(name, value, names) : Get(value, path[(dot + 1)..], names);
    }

    public static JsonNode Number(Int128 value) => JsonNode.Parse(value.ToString(CultureInfo.InvariantCulture))!;

    private static KeyValuePair<string, JsonNode?>[] Single(string path, JsonNode? value) => [new(path, value)];

    private static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(Int128)
        || type == typeof(UInt128) || type == typeof(AccountId) || type == typeof(Address) || type == typeof(Hash32)
        || type == typeof(FixedText64);

    private static JsonNode? ValueToJson(string name, object value, ScenarioNames names) => value switch
    {
        AccountId account => account.Owner.IsZero && account.Subaccount == 0 ? null : ScenarioNames.NameOf(in account),
        Address address => address.IsZero ? null : address.ToString(),
        Hash32 hash => hash.IsZero ? null : hash.ToString(),
        FixedText64 text => text.ToString() is { Length: > 0 } content ? content : null,
        Enum member => EnumText.ToJson(member),
        UInt128 number => number == 0 ? null : JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture)),
        _ when IsLeaf(value.GetType()) => NumberToJson(name, ToInt128(value), names),
        _ => ToJson(value, names) is { Count: > 0 } inner ? inner : null,
    };

    private static JsonNode? NumberToJson(string name, Int128 value, ScenarioNames names) =>
        value == 0 ? null
        : IsOrderId(name) && names.LabelOf((long)value) is { } label ? label
        : name.EndsWith("Ns", StringComparison.Ordinal) ? ScenarioClock.Format(value - ScenarioClock.StartNs)
        : name == "expirySeconds" ? Number(value - ScenarioClock.StartSeconds)
        : Number(value);

    private static bool IsOrderId(string name) =>
        name is "listId" || (name.EndsWith("orderId", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith("clientOrderId", StringComparison.OrdinalIgnoreCase));

    private static Int128 ToInt128(object value) => value switch
    {
        Int128 wide => wide,
        ulong unsigned => unsigned,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static object ValueOf(string name, Type type, JsonNode? value, ScenarioNames names)
    {
        var text = value is JsonArray ? string.Empty : value?.ToString() ?? "0";
        if (value is null || (text == "0" && !type.IsPrimitive && !type.IsEnum))
        {
            return Activator.CreateInstance(type)!;
        }

        return type.IsEnum ? EnumText.Parse(type, value)
            : type == typeof(AccountId) ? ScenarioNames.Account(text)
            : type == typeof(Address) ? Address.Parse(text)
            : type == typeof(Hash32) ? HashOf(text)
            : type == typeof(FixedText64) ? TextOf(text)
            : type == typeof(UInt128) ? UInt128.Parse(text, CultureInfo.InvariantCulture)
            : NumberOf(name, type, text, names);
    }

    private static object NumberOf(string name, Type type, string text, ScenarioNames names)
    {
        var isNumber = Int128.TryParse(text, CultureInfo.InvariantCulture, out var number);
        if (!isNumber)
        {
            number = IsOrderId(name) ? names.Order(text) : ScenarioClock.Parse(text) + ScenarioClock.StartNs;
        }

        number += isNumber && name == "expirySeconds" ? ScenarioClock.StartSeconds : 0;
        return type == typeof(Int128) ? number
            : type == typeof(ulong) ? (ulong)number
            : Convert.ChangeType((long)number, type, CultureInfo.InvariantCulture);
    }

    private static Hash32 HashOf(string text) => Hash32.TryParse(text, out var hash)
        ? hash
        : throw new ScenarioException($"'{text}' is no hash");

    private static FixedText64 TextOf(string text) => FixedText64.TryCreate(text, out var value)
        ? value
        : throw new ScenarioException($"'{text}' is no name");
}
