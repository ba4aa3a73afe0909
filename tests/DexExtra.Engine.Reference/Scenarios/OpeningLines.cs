using System.Text.Json.Nodes;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// The line <c>{"do": "open"}</c> in full: the asset, the default market, its rules where some are named, and money
/// for everybody.
/// </summary>
internal static class OpeningLines
{
    private static readonly string[] Everybody = ["alice", "bob", "carol", "dave", "alice/2"];

    public static IEnumerable<JsonObject> Of(JsonObject open)
    {
        yield return new JsonObject { ["do"] = "asset" };
        yield return With("market", open["market"] as JsonObject);
        foreach (var account in (open["accounts"] as JsonArray)?.Select(item => item!.ToString()) ?? Everybody)
        {
            yield return new JsonObject
            {
                ["do"] = "deposit",
                ["account"] = account,
                ["amount"] = open["amount"]?.DeepClone() ?? 1_000_000,
            };
        }

        if (open["rules"] is JsonObject rules)
        {
            yield return With("rules", rules);
        }
    }

    private static JsonObject With(string verb, JsonObject? fields)
    {
        var line = (JsonObject?)fields?.DeepClone() ?? [];
        line["do"] = verb;
        return line;
    }
}
