using System.Globalization;
using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Differential;

/// <summary>The command line.</summary>
internal sealed record DifferentialOptions
{
    public const string Usage = """
        usage: diff [--commands N] [--seed S] [--seeds K] [--per-seed C] [--profile NAME] [--threads T]
                    [--output FOLDER] [--keep-going] [--no-shrink] [--no-coverage] [--reference-only] [--list]
          --commands N       commands in total, over as many seeds as it takes; with --seeds over so many
          --seed S           first seed (1)
          --seeds K          so many seeds (without --commands: as many as there are profiles)
          --per-seed C       commands of each seed (20,000); all that is remembered is given back after each
          --profile NAME     one profile for all seeds; otherwise they take turns
          --threads T        seeds at a time (the machine's cores)
          --output FOLDER    where a difference is written (the current folder)
          --keep-going       do not stop at the first difference: count them
          --no-shrink        write a difference as it was found
          --no-coverage      do not fail when a rule or an answer was never reached
          --reference-only   the streams against the reference alone
          --list             the profiles
        exit code: 0 no difference, 1 a difference or a rule that was never reached, 2 arguments, 130 interrupted
        """;

    private const int PerSeedUsually = 20_000;

    private long? Total { get; init; }

    private int? Count { get; init; }

    private int? Length { get; init; }

    public int Seed { get; private init; } = 1;

    /// <summary>Null: as many as <see cref="Commands"/> needs.</summary>
    public int? Seeds => Count ?? (Total is null ? StreamProfile.Names.Count : null);

    public int PerSeed => Length
        ?? (Total is { } total && Count is { } count
            ? (int)Math.Clamp((total + count - 1) / count, 1, int.MaxValue)
            : PerSeedUsually);

    /// <summary>In total, over all seeds.</summary>
    public long Commands => Seeds is { } seeds ? (long)seeds * PerSeed : Total!.Value;

    public string? Profile { get; private init; }

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public string Output { get; private init; } = ".";

    public bool Shrinks { get; private init; } = true;

    public bool StopsAtFirst { get; private init; } = true;

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
        "--keep-going" => options with { StopsAtFirst = false },
        "--no-shrink" => options with { Shrinks = false },
        "--no-coverage" => options with { NeedsCoverage = false },
        "--reference-only" => options with { IsReferenceOnly = true },
        _ => null,
    };

    private static DifferentialOptions? Value(DifferentialOptions options, string name, string text)
    {
        const NumberStyles Style = NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign;
        var isLong = long.TryParse(text, Style, CultureInfo.InvariantCulture, out var total);
        var isNumber = int.TryParse(text, Style, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--commands" when isLong && total > 0 => options with { Total = total },
            "--seed" when isNumber => options with { Seed = number },
            "--seeds" when isNumber && number > 0 => options with { Count = number },
            "--per-seed" when isNumber && number > 0 => options with { Length = number },
            "--threads" when isNumber && number > 0 => options with { Threads = number },
            "--output" => options with { Output = text },
            "--profile" when StreamProfile.Names.Contains(text) => options with { Profile = text },
            _ => null,
        };
    }
}
