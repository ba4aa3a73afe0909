namespace DexExtra.Snapshots.Making;

/// <summary>Where a venue keeps its logs and snapshots.</summary>
public sealed record VenueFolders(string Journal, string Events, string Snapshots);
