using System.Globalization;

namespace DexExtra.Plants;

/// <summary>The command line.</summary>
internal sealed record PlantsOptions
{
    public const string Usage = """
        usage: plants [name…] [--judge J] [--search] [--record] [--shrink FOLDER] [--profile P] [--commands N]
                      [--seeds K] [--threads T] [--every N]
          name…         these plants; otherwise all
          --judge J     reference: plants that engine against reference must find; money: those of engine against slow
                        ledger; otherwise both
          --journal     the plants of the journal and of other parts that tests of their own judge
          --search      ignore the known runs: every plant must be found anew
          --record      write the runs that found them into the lists
          --shrink F    write what finds plants of money, as small as it gets, as scenario and text into a folder
          --profile P   search only there; otherwise where the known run was, then the profiles take turns
          --commands N  commands per seed of a search (reference 3,000, money 20,000)
          --seeds K     seeds of a search, whose profiles take turns (reference 96, money 90)
          --threads T   plants at a time (the machine's cores)
          --every N     only every N-th of a list
        """;

    private static readonly string[] WithValue =
        ["--judge", "--shrink", "--profile", "--commands", "--seeds", "--threads", "--every"];

    public IReadOnlyList<string> Names { get; private init; } = [];

    public bool IsOfSuites { get; private init; }

    public bool Searches { get; private init; }

    public bool Records { get; private init; }

    public string? ShrinkFolder { get; private init; }

    public IReadOnlyList<Judge> Judges { get; private init; } = Judge.All;

    public string? Profile { get; private init; }

    public int? Commands { get; private init; }

    public int? Seeds { get; private init; }

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public int Every { get; private init; } = 1;

    /// <summary>Null when an argument is not understood.</summary>
    public static PlantsOptions? Parse(string[] arguments)
    {
        var options = new PlantsOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            var name = arguments[index];
            var next = WithValue.Contains(name) ? arguments.ElementAtOrDefault(++index) : null;
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
            "--journal" => this with { IsOfSuites = true },
            "--search" => this with { Searches = true },
            "--shrink" when text is not null => this with { ShrinkFolder = text },
            "--record" => this with { Records = true },
            "--judge" when Judge.All.FirstOrDefault(judge => judge.Name == text) is { } judge =>
                this with { Judges = [judge] },
            "--profile" when Judge.All.Any(judge => judge.Profiles.Contains(text)) => this with { Profile = text },
            "--commands" when isNumber && number > 0 => this with { Commands = number },
            "--seeds" when isNumber && number > 0 => this with { Seeds = number },
            "--threads" when isNumber && number > 0 => this with { Threads = number },
            "--every" when isNumber && number > 0 => this with { Every = number },
            _ => name.StartsWith('-') ? null : this with { Names = [.. Names, name] },
        };
    }
}
