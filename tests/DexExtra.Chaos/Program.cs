using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using DexExtra.Chaos;
using DexExtra.Chaos.Reporting;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (ChaosOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(ChaosOptions.Usage);
    return 2;
}

if (options.Lists)
{
    foreach (var row in RowTable.All)
    {
        var lacks = Machine.Lacks(row.Needs) is { } reason ? $" (not here: {reason})" : string.Empty;
        Console.WriteLine(
            $"{row.Id,-10} usual {row.Dose.Usual,3}  test {row.Dose.Test,3}  campaign {row.Dose.Campaign,4}  {row.Title}{lacks}");
    }

    return 0;
}

var rows = RowTable.All.Where(options.Wants).ToList();
if (rows.Count == 0)
{
    Console.Error.WriteLine("no such row; --list names them");
    return 2;
}

Console.WriteLine($"seed {options.Seed}; --seed {options.Seed} repeats every choice");
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
var report = new RowReport(options.Seed, string.Join(' ', args), rows);

// the short dose fills both processors: rows that wait for a database beside rows that wait for nothing
var groups = options.Dose == DoseKind.Test
    ? rows.GroupBy(row => row.Needs.HasFlag(Need.Postgres)).Select(group => group.ToList())
    : [rows];
await Task.WhenAll(groups.Select(group => Task.Run(() => RunAllAsync(group, report, options))));

await Servers.StopAsync();
Console.WriteLine();
Console.Write(report.Table());
Console.WriteLine($"{report.Good} passed, {report.Bad} failed");
return report.Bad == 0 ? 0 : 1;

static void Interrupt(PosixSignalContext signal)
{
    const int InterruptedExit = 130;
    signal.Cancel = true;
    LiveRigs.EndAllAsync().GetAwaiter().GetResult();
    Environment.Exit(InterruptedExit);
}

static async Task RunAllAsync(List<ChaosRow> rows, RowReport report, ChaosOptions options)
{
    foreach (var row in rows)
    {
        report.Add(row, await RunAsync(row, options));
        Save(report, options);
    }
}

static void Save(RowReport report, ChaosOptions options)
{
    if (options.Report is { } file)
    {
        // what people wrote behind the table stays
        var before = File.Exists(file) ? File.ReadAllText(file) : string.Empty;
        var kept = before.IndexOf(RowReport.KeptFrom, StringComparison.Ordinal);
        File.WriteAllText(file, report.Document() + (kept < 0 ? string.Empty : "\n" + before[kept..]));
    }
}

static async Task<RowOutcome> RunAsync(ChaosRow row, ChaosOptions options)
{
    if (Machine.Lacks(row.Needs) is { } reason)
    {
        Say($"SKIPPED {row.Id}: {reason}");
        return new RowOutcome { Skipped = reason };
    }

    var run = new RowRun(row, options.RunsOf(row), options.Seed, Say);
    var started = Stopwatch.GetTimestamp();
    Say($"{row.Id} {row.Title}: {run.Runs} runs, seed {run.Seed}");
    await run.GuardAsync(0, () => row.Run(run));
    run.Outcome.Took = Stopwatch.GetElapsedTime(started);
    return run.Outcome;
}

static void Say(string line) => Console.WriteLine($"running: {line}");
