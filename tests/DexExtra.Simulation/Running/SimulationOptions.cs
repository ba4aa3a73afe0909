using System.Globalization;
using DexExtra.Simulation.Kernel;

namespace DexExtra.Simulation.Running;

/// <summary>The command line.</summary>
internal sealed record SimulationOptions
{
    public const string Usage = """
        usage: sim [--seeds N] [--seed S] [--mode M] [--actions A] [--threads T] [--output FOLDER]
                   [--each] [--tell] [--keep-going]
               sim plants [name…]
          --seeds N      seeds to play, after those of tests/vectors/seeds.txt (2,000)
          --seed S       first seed (1)
          --mode M       Calm, Swarm, Rot or Lying for all seeds; otherwise the seed decides
          --actions A    actions of each seed (400)
          --threads T    seeds at a time (the machine's cores)
          --output F     where a failure is written (the current folder)
          --each         a line for every seed
          --tell         everything that happens, of one seed
          --keep-going   do not stop at the first failure; and do not write seeds.txt
          plants         one planted bug after the other: the simulation must find each
        exit code: 0 every promise held, 1 one did not, 2 arguments
        """;

    public int Seeds { get; private init; } = 2_000;

    public int Seed { get; private init; } = 1;

    public SimMode? Mode { get; private init; }

    public int Actions { get; private init; } = SeedRun.ActionsUsually;

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public string Output { get; private init; } = ".";

    public bool SaysEach { get; private init; }

    public bool Tells { get; private init; }

    public bool StopsAtFirst { get; private init; } = true;

    public bool PlaysPlants { get; private init; }

    /// <summary>Which plants; none means all.</summary>
    public IReadOnlyList<string> Plants { get; private init; } = [];

    /// <summary>Null when an argument is not understood.</summary>
    public static SimulationOptions? Parse(string[] arguments)
    {
        var options = new SimulationOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            if (options.Switch(arguments[index]) is { } switched)
            {
                options = switched;
                continue;
            }

            if (index + 1 == arguments.Length || options.With(arguments[index], arguments[++index]) is not { } changed)
            {
                return null;
            }

            options = changed;
        }

        return options;
    }

    private SimulationOptions? Switch(string name) => name switch
    {
        "--each" => this with { SaysEach = true },
        "--tell" => this with { Tells = true, Threads = 1 },
        "--keep-going" => this with { StopsAtFirst = false },
        "plants" => this with { PlaysPlants = true },
        _ when PlaysPlants && !name.StartsWith('-') => this with { Plants = [.. Plants, name] },
        _ => null,
    };

    private SimulationOptions? With(string name, string text)
    {
        const NumberStyles Style = NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign;
        var isNumber = int.TryParse(text, Style, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--seeds" when isNumber && number >= 0 => this with { Seeds = number },
            "--seed" when isNumber => this with { Seed = number },
            "--mode" when Enum.TryParse<SimMode>(text, out var mode) => this with { Mode = mode },
            "--actions" when isNumber && number > 0 => this with { Actions = number },
            "--threads" when isNumber && number > 0 => this with { Threads = number },
            "--output" => this with { Output = text },
            _ => null,
        };
    }
}
