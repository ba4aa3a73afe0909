using System.Globalization;

namespace DexExtra.Bench;

/// <summary>Named options of a run, each a positive whole number or a path.</summary>
internal sealed class Arguments(string[] args)
{
    public int Number(string name, int fallback)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new BenchException($"{name} takes a positive whole number, not '{text}'");
    }

    public string? Text(string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
