using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>Enum values from their public texts: what <see cref="EnumText"/> writes, in any case.</summary>
public static class EnumWords
{
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
            Enum.GetNames(type), candidate => EnumText.Snake(candidate).Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is null
            ? throw new ScenarioException($"'{text}' is none of {string.Join(", ", Enum.GetNames(type).Select(EnumText.Snake))}")
            : Enum.Parse(type, name);
    }
}
