namespace DexExtra.Snapshots.Files;

/// <summary>Length and folded checksum of an image, uncompressed: equal engines have equal summaries.</summary>
public readonly record struct ContentSummary(long Bytes, uint Crc);
