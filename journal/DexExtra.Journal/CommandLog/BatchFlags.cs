namespace DexExtra.Journal.CommandLog;

/// <summary>Flags of a batch header.</summary>
[Flags]
internal enum BatchFlags : ushort
{
    None = 0,

    /// <summary>
    /// Copied by recovery from an earlier segment, whose bytes from this batch on are dead. Only ever the first batch
    /// of a segment whose name says takeover.
    /// </summary>
    Takeover = 1,
}
