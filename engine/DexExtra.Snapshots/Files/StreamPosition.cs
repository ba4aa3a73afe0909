namespace DexExtra.Snapshots.Files;

/// <summary>Up to where the commands of a producer's stream are in the journal (ADR 0012).</summary>
public readonly record struct StreamPosition(uint SourceId, uint SessionId, long Position);
