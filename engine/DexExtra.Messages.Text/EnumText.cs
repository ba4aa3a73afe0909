using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DexExtra.Messages.Text;

/// <summary>
/// Enum values as in public texts: UPPER_SNAKE_CASE, sets of flags as a list of their bits, and the plain number
/// where a value has no name. Stateless, any thread.
/// </summary>
public static class EnumText
{
    /// <summary>Null for 0.</summary>
    public static JsonNode? ToJson(Enum value)
    {
        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        if (!value.GetType().IsDefined(typeof(FlagsAttribute), false))
        {
            return number == 0 ? null
                : Enum.IsDefined(value.GetType(), value) ? Snake(value.ToString())
                : Number(number);
        }

        var names = new JsonArray();
        foreach (var bit in Bits(value.GetType(), number))
        {
            names.Add(bit);
        }

        return names.Count == 0 ? null : names;
    }

    /// <summary>All digits, however many.</summary>
    public static JsonNode Number(Int128 value) => JsonNode.Parse(value.ToString(CultureInfo.InvariantCulture))!;

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
            yield return Number(number);
        }
    }
}
