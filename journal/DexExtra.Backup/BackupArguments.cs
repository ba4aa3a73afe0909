using System.Globalization;

namespace DexExtra.Backup;

/// <summary>The command line behind the verb: options with a value. Unknown ones are errors.</summary>
internal sealed class BackupArguments
{
    private readonly Dictionary<string, string> _values = [];

    /// <exception cref="BackupException">An unknown option, or one without its value.</exception>
    public BackupArguments(IReadOnlyList<string> arguments, string[] options)
    {
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var name = arguments[index];
            if (!options.Contains(name))
            {
                throw BackupException.Arguments($"'{name}' is not understood here");
            }

            _values[name] = index + 1 < arguments.Count
                ? arguments[index + 1]
                : throw BackupException.Arguments($"{name} needs a value");
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="BackupException">The option is missing.</exception>
    public string Required(string name) =>
        Text(name) ?? throw BackupException.Arguments($"the option {name} is missing");

    /// <summary>Null when the option is not there.</summary>
    /// <exception cref="BackupException">Not a whole number of at least 1.</exception>
    public long? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && number > 0
            ? number
            : throw BackupException.Arguments($"{name} must be a whole number of at least 1");
    }
}
