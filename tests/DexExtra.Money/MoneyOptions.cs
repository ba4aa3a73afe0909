using System.Globalization;
using DexExtra.Engine.Reference.Money;

namespace DexExtra.Money;

/// <summary>The command line.</summary>
internal sealed record MoneyOptions
{
    public const string Usage = """
        usage: money [--commands N] [--life N] [--seed S] [--profile NAME] [--threads T] [--output FOLDER]
                     [--shrink TRIALS] [--no-coverage] [--list]
               money crash [--accounts N] [--seed S]
          --commands N     commands in all (1,000,000)
          --life N         commands of one life (50,000): one seed, one profile
          --seed S         first seed (1)
          --profile NAME   one profile for all lives; otherwise they take turns
          --threads T      lives at a time (the machine's cores)
          --output FOLDER  where a disagreement is written (the current folder)
          --shrink TRIALS  replays to make a disagreement smaller, at most (2,000)
          --no-coverage    do not fail when something was never reached
          --list           the profiles
          crash            10,000 leveraged accounts, a market that falls through all of them: who paid what
        """;

    public long Commands { get; private init; } = 1_000_000;

    public int Life { get; private init; } = 50_000;

    public int Seed { get; private init; } = 1;

    public string? Profile { get; private init; }

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public string Output { get; private init; } = ".";

    public int ShrinkTrials { get; private init; } = 2_000;

    public bool NeedsCoverage { get; private init; } = true;

    public bool IsCrash { get; private init; }

    public int Accounts { get; private init; } = 10_000;

    public int Lives => (int)((Commands + Life - 1) / Life);

    /// <summary>Null when an argument is not understood.</summary>
    public static MoneyOptions? Parse(string[] arguments)
    {
        var options = new MoneyOptions();
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

    private static MoneyOptions? Switch(MoneyOptions options, string name) => name switch
    {
        "crash" => options with { IsCrash = true },
        "--no-coverage" => options with { NeedsCoverage = false },
        _ => null,
    };

    private static MoneyOptions? Value(MoneyOptions options, string name, string text)
    {
        var isNumber = int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--commands" when isNumber && number > 0 => options with { Commands = number },
            "--life" when isNumber && number > 0 => options with { Life = number },
            "--seed" when isNumber => options with { Seed = number },
            "--threads" when isNumber && number > 0 => options with { Threads = number },
            "--shrink" when isNumber && number >= 0 => options with { ShrinkTrials = number },
            "--accounts" when isNumber && number >= 100 => options with { Accounts = number },
            "--output" => options with { Output = text },
            "--profile" when MoneyProfile.Names.Contains(text) => options with { Profile = text },
            _ => null,
        };
    }
}
