using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DexExtra.Chaos.Reporting;

/// <summary>The table at the end, on the console and as a document; rows may be added by several threads.</summary>
internal sealed class RowReport(int seed, string arguments, IReadOnlyList<ChaosRow> order)
{
    /// <summary>A report that is written again keeps what stands from this heading on.</summary>
    public const string KeptFrom = "## Planted bugs";

    private readonly ConcurrentDictionary<ChaosRow, RowOutcome> _outcomes = new();
    private readonly DateTime _started = DateTime.UtcNow;

    private IEnumerable<(ChaosRow Row, RowOutcome Outcome)> Rows => order
        .Where(_outcomes.ContainsKey)
        .Select(row => (row, _outcomes[row]));

    public int Good => Rows.Count(row => row.Outcome.IsGood && row.Outcome.Skipped is null);

    public int Bad => Rows.Count(row => !row.Outcome.IsGood);

    public void Add(ChaosRow row, RowOutcome outcome) => _outcomes[row] = outcome;

    public string Table()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"row",-10} {"injected",8} {"survived",8} {"lost",5} {"s",6}  notes");
        foreach (var (row, outcome) in Rows)
        {
            var counts = $"{row.Id,-10} {outcome.Injected,8} {outcome.Survived,8} {outcome.Lost,5}";
            text.AppendLine(CultureInfo.InvariantCulture, $"{counts} {Seconds(outcome),6:F0}  {Words(row, outcome)}");
        }

        return text.ToString();
    }

    /// <summary>The same for people: machine, date, command, table, problems.</summary>
    public string Document()
    {
        var text = new StringBuilder();
        text.AppendLine("# Reliability report").AppendLine();
        text.AppendLine(
            "Written by `./run.sh chaos --campaign`: real processes under load, one fault after the other. A row is good when "
            + "every fault was survived and no acknowledged command was lost.").AppendLine();
        text.AppendLine($"| | |\n|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| begun | {_started:yyyy-MM-dd HH:mm} UTC |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| command | `./run.sh chaos {arguments}`, seed {seed} |");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| machine | {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| runtime | {RuntimeInformation.FrameworkDescription} |");
        text.AppendLine().AppendLine("| row | fault | injected | survived | lost | seconds | notes |");
        text.AppendLine("|---|---|--:|--:|--:|--:|---|");
        foreach (var (row, outcome) in Rows)
        {
            var counts = $"{outcome.Injected} | {outcome.Survived} | {outcome.Lost} | {Seconds(outcome):F0}";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Id} | {row.Title} | {counts} | {Told(outcome)} |");
        }

        foreach (var problem in Rows.SelectMany(row => row.Outcome.Problems))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"- PROBLEM {problem}");
        }

        return text.ToString();
    }

    private static double Seconds(RowOutcome outcome) => outcome.Took.TotalSeconds;

    private static string Told(RowOutcome outcome) =>
        outcome.Skipped is { } reason ? $"**skipped: {reason}**" : outcome.Notes;

    private static string Words(ChaosRow row, RowOutcome outcome) => outcome.Skipped is { } reason
        ? $"SKIPPED: {reason}"
        : $"{row.Title}: {outcome.Notes}";
}
