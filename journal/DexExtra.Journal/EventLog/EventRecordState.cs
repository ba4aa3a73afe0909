namespace DexExtra.Journal.EventLog;

/// <summary>What stands at an offset of a segment.</summary>
internal enum EventRecordState
{
    /// <summary>No record published yet.</summary>
    Nothing,

    /// <summary>A complete, verified record.</summary>
    Valid,

    /// <summary>The end marker: the next record opens the next segment.</summary>
    EndOfSegment,

    /// <summary>Bytes that are no record.</summary>
    Damaged,
}
