namespace DexExtra.Snapshots.Files;

/// <summary>A snapshot of the folder whose header is intact.</summary>
public sealed record SnapshotEntry(string Path, SnapshotHeader Header);
