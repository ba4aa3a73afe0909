using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// The fields of a message as JSON and back, by their names in camelCase. A field that is 0 is left out: absent means
/// 0. Works on boxed structs: for tools and tests, not for speed.
/// </summary>
public static class FieldText
{
    /// <summary>Its fields in the order of the layout, without padding.</summary>
    public static FieldInfo[] Fields(Type type) => MessageFields.Of(type);

    public static string NameOf(FieldInfo field) => MessageFields.NameOf(field);

    public static JsonObject ToJson(object message, ScenarioNames names) => MessageFields.ToJson(message, names);

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
        return dot < 0 ? MessageFields.ValueToJson(name, value, names) : Get(value, path[(dot + 1)..], names);
    }

    public static JsonNode Number(Int128 value) => EnumText.Number(value);

    private static KeyValuePair<string, JsonNode?>[] Single(string path, JsonNode? value) => [new(path, value)];

    private static bool IsLeaf(Type type) => MessageFields.IsLeaf(type);

    /// <summary>Whole seconds, told from the start.</summary>
    internal static bool IsMoment(string name) => name is "expirySeconds" or "terminationSeconds"
        or "observationStartSeconds" or "observationEndSeconds" or "fallbackDeadlineSeconds" or "livenessEndSeconds";

    internal static bool IsOrderId(string name) =>
        name is "listId" || (name.EndsWith("orderId", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith("clientOrderId", StringComparison.OrdinalIgnoreCase));

    private static object ValueOf(string name, Type type, JsonNode? value, ScenarioNames names)
    {
        var text = value is JsonArray ? string.Empty : value?.ToString() ?? "0";
        if (value is null || (text == "0" && !type.IsPrimitive && !type.IsEnum))
        {
            return Activator.CreateInstance(type)!;
        }

        return type.IsEnum ? EnumWords.Parse(type, value)
            : type == typeof(AccountId) ? ScenarioNames.Account(text)
            : type == typeof(Address) ? ScenarioNames.Address(text)
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

        number += isNumber && IsMoment(name) ? ScenarioClock.StartSeconds : 0;
        return type == typeof(Int128) ? number
            : type == typeof(ulong) ? (ulong)number
            : Convert.ChangeType((long)number, type, CultureInfo.InvariantCulture);
    }

    private static Hash32 HashOf(string text) => Hash32.TryParse(text, out var hash) ? hash
        : ulong.TryParse(text, CultureInfo.InvariantCulture, out var number) ? OrderReader.HashOf(number)
        : throw new ScenarioException($"'{text}' is no hash");

    private static FixedText64 TextOf(string text) => FixedText64.TryCreate(text, out var value)
        ? value
        : throw new ScenarioException($"'{text}' is no name");
}
