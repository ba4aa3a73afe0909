namespace DexExtra.Journal.CommandLog;

/// <summary>What recovery does about a finding.</summary>
public enum RecoveryDecision
{
    /// <summary>Take the batch and look behind it.</summary>
    Accept = 1,

    /// <summary>The log ends here.</summary>
    CleanEnd = 2,

    /// <summary>Go on with the next live segment.</summary>
    EnterNextSegment = 3,

    /// <summary>A batch that was never acknowledged: the log ends here, the remains are reported.</summary>
    Cut = 4,

    /// <summary>Acknowledged data is damaged or missing: do not start (P11).</summary>
    Refuse = 5,
}
