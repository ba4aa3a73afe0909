namespace DexExtra.Snapshots.Making;

/// <summary>
/// The venue published something else than its commands give (P3): nothing may be built on these logs. The message is
/// one complete line.
/// </summary>
public sealed class ProofFailedException(long sequence, string what)
    : Exception($"PROOF FAILED (P3): sequence {sequence}: {what}")
{
    /// <summary>The first command whose published frame differs.</summary>
    public long Sequence { get; } = sequence;
}
