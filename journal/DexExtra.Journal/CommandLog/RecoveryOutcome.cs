namespace DexExtra.Journal.CommandLog;

/// <summary>How the log ended.</summary>
public enum RecoveryOutcome
{
    /// <summary>No batch was ever durable.</summary>
    Empty = 1,

    /// <summary>The log ends with a complete batch.</summary>
    Clean = 2,

    /// <summary>Behind the last complete batch stood an unacknowledged, torn one, which was dropped.</summary>
    Cut = 3,
}
