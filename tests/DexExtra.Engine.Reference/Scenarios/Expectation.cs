using System.Globalization;
using System.Text.Json.Nodes;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>Compares the events of one command with what a scenario expects of them.</summary>
internal static class Expectation
{
    /// <summary>What a field that is 0 may be called.</summary>
    private static readonly string[] Zeros = ["0", "CANCEL_NEWEST", "CANCEL", "NONE", "[]", ""];

    private static readonly string[] Refusals =
        ["OrderRejected", "CommandRejected", "CancelRejected", "AmendRejected"];

    /// <summary>
    /// Null when they agree: event by event, each with all expected fields, in strict mode with all its fields.
    /// </summary>
    public static string? Difference(
        JsonArray expected, IReadOnlyList<JsonObject> actual, bool isStrict, ScenarioNames names)
    {
        for (var index = 0; index < Math.Max(expected.Count, actual.Count); index++)
        {
            if (index >= expected.Count || index >= actual.Count)
            {
                return $"expected {expected.Count} events, got {actual.Count}";
            }

            if (expected[index] is not JsonObject wanted)
            {
                return $"event {index + 1}: the expectation is not an object";
            }

            if (Difference(wanted, actual[index], isStrict, names) is { } difference)
            {
                return $"event {index + 1}: {difference}";
            }
        }

        return null;
    }

    /// <summary>A line that expects nothing must at least not be refused.</summary>
    public static string? Refusal(IReadOnlyList<JsonObject> actual) =>
        actual.FirstOrDefault(item => Refusals.Contains(item["event"]!.ToString())) is { } refused
            ? $"refused, and nothing says so: {refused.ToJsonString(ScenarioText.Compact)}"
            : null;

    private static string? Difference(JsonObject expected, JsonObject actual, bool isStrict, ScenarioNames names)
    {
        foreach (var (name, value) in expected)
        {
            var found = actual[name];
            if (value is JsonObject inner && found is JsonObject foundInner)
            {
                if (Difference(inner, foundInner, isStrict, names) is { } difference)
                {
                    return $"{name}.{difference}";
                }
            }
            else if (!IsSame(value, found, names))
            {
                return $"{name} is {Text(found)}, expected {Text(value)}";
            }
        }

        return isStrict && actual.FirstOrDefault(item => !expected.ContainsKey(item.Key)) is { Key: not null } extra
            ? $"{extra.Key} is {Text(extra.Value)}, expected nothing"
            : null;
    }

    private static bool IsSame(JsonNode? expected, JsonNode? actual, ScenarioNames names)
    {
        var (wanted, found) = (Text(expected), Text(actual));
        return actual is null ? Zeros.Contains(wanted)
            : wanted == found
                || (long.TryParse(wanted, CultureInfo.InvariantCulture, out var orderId) && names.LabelOf(orderId) == found)
                || (IsTime(found) && IsTime(wanted) && ScenarioClock.Parse(wanted) == ScenarioClock.Parse(found));
    }

    private static bool IsTime(string text) =>
        text.Length > 1 && (char.IsAsciiDigit(text[0]) || text[0] == '-') && char.IsAsciiLetterLower(text[^1]);

    private static string Text(JsonNode? value) => value is null ? "0"
        : value is JsonArray or JsonObject ? value.ToJsonString(ScenarioText.Compact)
        : value.ToString();
}
