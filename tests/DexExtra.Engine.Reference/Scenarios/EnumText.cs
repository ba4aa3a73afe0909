using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// Enum values as in public texts: UPPER_SNAKE_CASE, sets of flags as a list of their bits, and the plain number
/// where a value has no name.
/// </summary>
public static class EnumText
{
    public static JsonNode? ToJson(Enum value)
    {
        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        if (!IsFlags(value.GetType()))
        {
            return number == 0 && !Enum.IsDefined(value.GetType(), value) ? null
                : Enum.IsDefined(value.GetType(), value) ? (number == 0 ? null : Snake(value.ToString()))
                : FieldText.Number(number);
        }

        var names = new JsonArray();
        foreach (var bit in Bits(value.GetType(), number))
        {
            names.Add(bit);
        }

        return names.Count == 0 ? null : names;
    }

    /// <exception cref="ScenarioException">No value has that name.</exception>
    public static object Parse(Type type, JsonNode value)
    {
        if (value is JsonArray items)
        {
            var bits = items.Aggregate(0L, (sum, item) =>
                sum | Convert.ToInt64(Parse(type, item!), CultureInfo.InvariantCulture));
            return Enum.ToObject(type, bits);
        }

        var text = value.ToString();
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var number))
        {
            return Enum.ToObject(type, number);
        }

        var name = Array.Find(
            Enum.GetNames(type), candidate => Snake(candidate).Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is null
            ? throw new ScenarioException($"'{text}' is none of {string.Join(", ", Enum.GetNames(type).Select(Snake))}")
            : Enum.Parse(type, name);
    }

    public static string Snake(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            text.Append(text.Length > 0 && char.IsAsciiLetterUpper(letter) ? "_" : string.Empty)
                .Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }

    private static bool IsFlags(Type type) => type.IsDefined(typeof(FlagsAttribute), false);

    /// <summary>Each bit by its name, largest named sets first, so that masks of two bits keep their name.</summary>
    private static IEnumerable<JsonNode> Bits(Type type, long number)
    {
        foreach (var member in Enum.GetValues(type).Cast<object>()
            .Select(item => (Name: item.ToString()!, Value: Convert.ToInt64(item, CultureInfo.InvariantCulture)))
            .Where(item => item.Value != 0)
            .OrderByDescending(item => long.PopCount(item.Value)).ThenBy(item => item.Value))
        {
            if ((number & member.Value) == member.Value)
            {
                number &= ~member.Value;
                yield return Snake(member.Name);
            }
        }

        if (number != 0)
        {
            yield return FieldText.Number(number);
        }
    }
}
