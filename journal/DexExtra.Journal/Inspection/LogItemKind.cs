namespace DexExtra.Journal.Inspection;

/// <summary>What a cursor over a log met.</summary>
public enum LogItemKind
{
    /// <summary>An intact batch of the command log.</summary>
    Batch = 1,

    /// <summary>An intact record of the event log.</summary>
    Record = 2,

    /// <summary>
    /// Bytes or names that are not what the format says; reading goes on behind them where that is possible.
    /// </summary>
    Damage = 3,

    /// <summary>The used part of a segment is over.</summary>
    SegmentEnd = 4,
}
