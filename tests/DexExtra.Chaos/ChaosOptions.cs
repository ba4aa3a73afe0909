using System.Globalization;

namespace DexExtra.Chaos;

/// <summary>The command line.</summary>
internal sealed record ChaosOptions
{
    public const string Usage = """
        usage: chaos [row…] [--runs N] [--seed S] [--test | --campaign] [--report FILE] [--list]
          row…           ids, or beginnings of ids (JRN, PG-02); otherwise all rows
          --runs N       runs of each row
          --seed S       first seed (from the clock; always printed)
          --test         the counts of ./run.sh test, only the rows that have one
          --campaign     the counts of a release, and docs/reliability-report.md is written
          --report FILE  write the report there
          --list         the rows, what they need, their counts
        """;

    public IReadOnlyList<string> Rows { get; private init; } = [];

    public int? Runs { get; private init; }

    public int Seed { get; private init; } = Environment.TickCount & 0xFFFFFF;

    public DoseKind Dose { get; private init; }

    public string? Report { get; private init; }

    public bool Lists { get; private init; }

    /// <summary>Null when an argument is not understood.</summary>
    public static ChaosOptions? Parse(string[] arguments)
    {
        var options = new ChaosOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            var name = arguments[index];
            var value = index + 1 < arguments.Length ? arguments[index + 1] : string.Empty;
            if (Switch(options, name) is { } switched)
            {
                options = switched;
            }
            else if (Value(options, name, value) is { } changed)
            {
                options = changed;
                index++;
            }
            else
            {
                return null;
            }
        }

        return options;
    }

    public int RunsOf(ChaosRow row) => Runs ?? Dose switch
    {
        DoseKind.Test => row.Dose.Test,
        DoseKind.Campaign => row.Dose.Campaign,
        _ => row.Dose.Usual,
    };

    public bool Wants(ChaosRow row) =>
        RunsOf(row) > 0 && (Rows.Count == 0 || Rows.Any(id => row.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase)));

    private static ChaosOptions? Switch(ChaosOptions options, string name) => name switch
    {
        "--list" => options with { Lists = true },
        "--test" => options with { Dose = DoseKind.Test },
        "--campaign" => options with { Dose = DoseKind.Campaign },
        _ when !name.StartsWith('-') => options with { Rows = [.. options.Rows, name] },
        _ => null,
    };

    private static ChaosOptions? Value(ChaosOptions options, string name, string text)
    {
        var isNumber = int.TryParse(text, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--runs" when isNumber && number > 0 => options with { Runs = number },
            "--seed" when isNumber => options with { Seed = number },
            "--report" when text.Length > 0 => options with { Report = text },
            _ => null,
        };
    }
}
