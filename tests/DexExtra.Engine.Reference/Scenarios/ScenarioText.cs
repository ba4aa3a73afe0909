using System.Text.Json;
using System.Text.Json.Nodes;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>How scenario lines are written.</summary>
public static class ScenarioText
{
    public static JsonSerializerOptions Compact => JsonText.Compact;

    public static string Format(JsonNode? node) => JsonText.Format(node);

    /// <summary>The line that expects exactly these events.</summary>
    public static string FormatExpectation(IEnumerable<JsonObject> events) =>
        "{\"expect\": [" + string.Join(", ", events.Select(Format)) + "]}";
}
