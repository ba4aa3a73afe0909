namespace DexExtra.Journal.CommandLog;

/// <summary>How far a read of the command log has come; reported after each segment.</summary>
public readonly record struct CommandLogProgress(long LastSequence, int SegmentsRead, int SegmentsTotal);
