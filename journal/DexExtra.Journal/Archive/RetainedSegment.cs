namespace DexExtra.Journal.Archive;

/// <summary>A segment of a log's folder as <see cref="RetentionRules"/> sees it.</summary>
public readonly record struct RetainedSegment(string File, long LastSequence, long Bytes, DateTime LastWriteUtc);
