using System.Globalization;

namespace DexExtra.Drill;

/// <summary>One line of the table. Counts only: how long it took says nothing about another machine.</summary>
internal sealed record RoundReport
{
    public const string Head =
        "|   seed | backups killed | backup at | snapshot | copied, there | lost with the venue | traded on to |    rows |"
        + " point | state at point   | full disk |";

    public required int Seed { get; init; }

    public required int Killed { get; init; }

    public required long BackupAt { get; init; }

    /// <summary>0 without one.</summary>
    public required long SnapshotAt { get; init; }

    public required string Objects { get; init; }

    public required long Lost { get; init; }

    public required long TradedTo { get; init; }

    public required long Rows { get; init; }

    public required long Point { get; init; }

    public required string PointState { get; init; }

    public required bool FullDisk { get; init; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Seed,6} | {Killed,14} | {BackupAt,9} | {SnapshotAt,8} | {Objects,13} | {Lost,19} | {TradedTo,12} |"
        + $" {Rows,7} | {Point,5} | {PointState} | {(FullDisk ? "refused" : "SKIPPED"),9} |");
}
