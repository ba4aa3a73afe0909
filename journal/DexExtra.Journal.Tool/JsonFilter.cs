using System.Text.Json;
using System.Text.Json.Nodes;

namespace DexExtra.Journal.Tool;

/// <summary>
/// Which messages an export shows: of one type, with this market in any field marketId, with this account (or any
/// subaccount of this owner) in any field.
/// </summary>
internal sealed class JsonFilter(long market, string? account, string? type)
{
    public bool Passes(JsonObject message, string? typeOf) =>
        (type is null || type == typeOf)
        && (market < 0 || Any(message, (name, value) => name == "marketId" && IsNumber(value, market)))
        && (account is null || Any(message, (_, value) => IsAccount(value)));

    private static bool Any(JsonNode? node, Func<string, JsonValue, bool> matches, string name = "") => node switch
    {
        JsonObject fields => fields.Any(field => Any(field.Value, matches, field.Key)),
        JsonArray items => items.Any(item => Any(item, matches, name)),
        JsonValue value => matches(name, value),
        _ => false,
    };

    private static bool IsNumber(JsonValue value, long number) =>
        value.GetValueKind() == JsonValueKind.Number && value.ToString() == number.ToString(
            System.Globalization.CultureInfo.InvariantCulture);

    private bool IsAccount(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String && value.ToString() is var text
        && (text.Equals(account, StringComparison.OrdinalIgnoreCase)
            || text.StartsWith(account + "/", StringComparison.OrdinalIgnoreCase));
}
