using System.Globalization;
using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Plants;

/// <summary>The command line.</summary>
internal sealed record PlantsOptions
{
    public const string Usage = """
        usage: plants [name…] [--search] [--record] [--profile P] [--commands N] [--seeds K] [--threads T]
          name…         these plants; otherwise all
          --search      ignore the known runs: every plant must be found anew
          --record      write the runs that found them into plants.json
          --profile P   search only there; otherwise where the known run was, then the profiles take turns
          --commands N  commands per seed of a search (3,000)
          --seeds K     seeds of a search, whose profiles take turns (96)
          --threads T   plants at a time (the machine's cores)
        """;

    public IReadOnlyList<string> Names { get; private init; } = [];

    public bool Searches { get; private init; }

    public bool Records { get; private init; }

    public string? Profile { get; private init; }

    public int Commands { get; private init; } = 3_000;

    public int Seeds { get; private init; } = 96;

    public int Threads { get; private init; } = Environment.ProcessorCount;

    /// <summary>Null when an argument is not understood.</summary>
    public static PlantsOptions? Parse(string[] arguments)
    {
        var options = new PlantsOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            var name = arguments[index];
            var next = name is "--profile" or "--commands" or "--seeds" or "--threads" ? arguments.ElementAtOrDefault(++index) : null;
            if (options.With(name, next) is not { } changed)
            {
                return null;
            }

            options = changed;
        }

        return options;
    }

    private PlantsOptions? With(string name, string? text)
    {
        var isNumber = int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--search" => this with { Searches = true },
            "--record" => this with { Records = true },
            "--profile" when StreamProfile.Names.Contains(text) => this with { Profile = text },
            "--commands" when isNumber && number > 0 => this with { Commands = number },
            "--seeds" when isNumber && number > 0 => this with { Seeds = number },
            "--threads" when isNumber && number > 0 => this with { Threads = number },
            _ => name.StartsWith('-') ? null : this with { Names = [.. Names, name] },
        };
    }
}
