using System.Globalization;
using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Differential;

/// <summary>The command line.</summary>
internal sealed record DifferentialOptions
{
    public const string Usage = """
        usage: diff [--commands N] [--seed S] [--seeds K] [--profile NAME] [--threads T] [--output FOLDER]
                    [--first] [--no-shrink] [--no-coverage] [--reference-only] [--list]
          --commands N       commands per seed (20,000)
          --seed S           first seed (1)
          --seeds K          seeds, one after the other on every core (as many as there are profiles)
          --profile NAME     one profile for all seeds; otherwise they take turns
          --threads T        seeds at a time (the machine's cores)
          --output FOLDER    where a difference is written (the current folder)
          --first            start no further seed after a difference
          --no-shrink        write a difference as it was found
          --no-coverage      do not fail when a rule or an answer was never reached
          --reference-only   the streams against the reference alone
          --list             the profiles
        """;

    public int Commands { get; private init; } = 20_000;

    public int Seed { get; private init; } = 1;

    public int Seeds { get; private init; } = StreamProfile.Names.Count;

    public string? Profile { get; private init; }

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public string Output { get; private init; } = ".";

    public bool Shrinks { get; private init; } = true;

    public bool StopsAtFirst { get; private init; }

    public bool NeedsCoverage { get; private init; } = true;

    public bool IsReferenceOnly { get; private init; }

    /// <summary>Null when an argument is not understood.</summary>
    public static DifferentialOptions? Parse(string[] arguments)
    {
        var options = new DifferentialOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            var name = arguments[index];
            if (Switch(options, name) is { } switched)
            {
                options = switched;
                continue;
            }

            index++;
            if (index == arguments.Length || Value(options, name, arguments[index]) is not { } changed)
            {
                return null;
            }

            options = changed;
        }

        return options;
    }

    private static DifferentialOptions? Switch(DifferentialOptions options, string name) => name switch
    {
        "--shrink" => options with { Shrinks = true },
        "--first" => options with { StopsAtFirst = true },
        "--no-shrink" => options with { Shrinks = false },
        "--no-coverage" => options with { NeedsCoverage = false },
        "--reference-only" => options with { IsReferenceOnly = true },
        _ => null,
    };

    private static DifferentialOptions? Value(DifferentialOptions options, string name, string text)
    {
        var isNumber = int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--commands" when isNumber && number > 0 => options with { Commands = number },
            "--seed" when isNumber => options with { Seed = number },
            "--seeds" when isNumber && number > 0 => options with { Seeds = number },
            "--threads" when isNumber && number > 0 => options with { Threads = number },
            "--output" => options with { Output = text },
            "--profile" when StreamProfile.Names.Contains(text) => options with { Profile = text },
            _ => null,
        };
    }
}
