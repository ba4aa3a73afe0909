using System.Globalization;

namespace DexExtra.Journal.Tool;

/// <summary>
/// The command line behind the verb: options with a value, switches, and words. Unknown ones are errors.
/// </summary>
internal sealed class ToolArguments
{
    private static readonly string[] Places = ["--config", "--journal", "--events", "--archive"];
    private static readonly string[] PlaceSwitches = ["--netted-settlement"];

    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _switches = [];

    /// <exception cref="ToolException">An unknown option, one without its value, or one word too many.</exception>
    public ToolArguments(IReadOnlyList<string> arguments, string[] options, string[] switches, int maxWords = 0)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            if (Places.Contains(name) || options.Contains(name))
            {
                _values[name] = index + 1 < arguments.Count
                    ? arguments[++index]
                    : throw ToolException.Arguments($"{name} needs a value");
            }
            else if (PlaceSwitches.Contains(name) || switches.Contains(name))
            {
                _switches.Add(name);
            }
            else if (name.StartsWith('-') || Words.Count == maxWords)
            {
                throw ToolException.Arguments($"'{name}' is not understood here");
            }
            else
            {
                Words.Add(name);
            }
        }
    }

    public List<string> Words { get; } = [];

    public bool Has(string name) => _switches.Contains(name);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="ToolException">The option is missing.</exception>
    public string Required(string name) =>
        Text(name) ?? throw ToolException.Arguments($"the option {name} is missing");

    /// <exception cref="ToolException">Not a whole number of at least 0.</exception>
    public long Number(string name, long fallback)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ToolException.Arguments($"{name} must be a whole number");
    }
}
