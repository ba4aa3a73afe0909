using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// The fields of one line, each taken at most once, so that a misspelt field is an error and not a default.
/// </summary>
public sealed class ScenarioFields(JsonObject json)
{
    private readonly HashSet<string> _taken = ["do"];

    public bool Has(string name) => json.ContainsKey(name);

    public JsonNode? Take(string name)
    {
        _taken.Add(name);
        return json[name];
    }

    public string? Text(string name) => Take(name)?.ToString();

    public long Long(string name, long fallback = 0) =>
        Text(name) is { } text ? (long)ParseNumber(name, text) : fallback;

    public Int128 Wide(string name, Int128 fallback = default) =>
        Text(name) is { } text ? ParseNumber(name, text) : fallback;

    public ulong Unsigned(string name, ulong fallback = 0) =>
        Text(name) is { } text ? (ulong)ParseNumber(name, text) : fallback;

    public TEnum Enum<TEnum>(string name, TEnum fallback)
        where TEnum : struct, Enum =>
        Take(name) is { } value ? (TEnum)EnumWords.Parse(typeof(TEnum), value) : fallback;

    public AccountId Account(AccountId? fallback = null) =>
        Text("account") is { } name ? ScenarioNames.Account(name)
        : fallback ?? throw new ScenarioException("'account' is missing");

    public IEnumerable<KeyValuePair<string, JsonNode?>> Rest() =>
        json.Where(field => !_taken.Contains(field.Key)).ToList();

    /// <exception cref="ScenarioException">A field was not taken by anything.</exception>
    public void MustBeUsedUp()
    {
        if (Rest().Select(field => field.Key).ToList() is { Count: > 0 } unknown)
        {
            throw new ScenarioException($"unknown field '{string.Join("', '", unknown)}'");
        }
    }

    private static Int128 ParseNumber(string name, string text) =>
        Int128.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ScenarioException($"'{name}' is no whole number: {text}");
}
