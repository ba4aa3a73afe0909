namespace DexExtra.Journal.EventLog;

/// <summary>Answer of <see cref="EventLogWriter.Verify"/>.</summary>
public enum VerifyOutcome
{
    /// <summary>The log holds exactly these bytes under this sequence.</summary>
    Identical = 1,

    /// <summary>
    /// The log holds other bytes: the replay is not deterministic, or the logs do not belong together.
    /// </summary>
    Different = 2,

    /// <summary>The log ends before this sequence; append the record.</summary>
    NotPresent = 3,
}
