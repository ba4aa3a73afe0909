using System.Text.Json;
using System.Text.Json.Nodes;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>One line of a scenario file; <see cref="Json"/> is null for comments and empty lines.</summary>
public sealed record ScenarioLine(int Number, string Text, JsonObject? Json)
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public bool IsCommand => Json?.ContainsKey("do") == true;

    public bool IsExpectation => Json?.ContainsKey("expect") == true;

    /// <exception cref="ScenarioException">A line is neither a comment nor one JSON object.</exception>
    public static IReadOnlyList<ScenarioLine> Parse(IEnumerable<string> lines) =>
        [.. lines.Select((text, index) => Parse(index + 1, text))];

    private static ScenarioLine Parse(int number, string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0 || trimmed.StartsWith("//", StringComparison.Ordinal) || trimmed[0] == '#')
        {
            return new ScenarioLine(number, text, null);
        }

        try
        {
            var json = JsonNode.Parse(trimmed, documentOptions: Lenient) as JsonObject
                ?? throw new ScenarioException($"line {number}: not a JSON object");
            return json.ContainsKey("do") || json.ContainsKey("expect") || json.ContainsKey("scenario")
                ? new ScenarioLine(number, text, json)
                : throw new ScenarioException($"line {number}: neither 'scenario' nor 'do' nor 'expect'");
        }
        catch (JsonException error)
        {
            throw new ScenarioException($"line {number}: {error.Message}");
        }
    }
}
