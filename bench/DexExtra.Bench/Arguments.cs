using System.Globalization;

namespace DexExtra.Bench;

/// <summary>Named options of a run, each a whole number or a path.</summary>
internal sealed class Arguments(string[] args)
{
    public int Number(string name, int fallback, int least = 1)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : throw new BenchException($"{name} takes a whole number of at least {least}, not '{text}'");
    }

    public bool Has(string name) => args.Contains(name);

    public string? Text(string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
