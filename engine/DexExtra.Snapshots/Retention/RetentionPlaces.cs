namespace DexExtra.Snapshots.Retention;

/// <summary>Folders that only retention needs.</summary>
public sealed record RetentionPlaces(string Cursors, string JournalArchive, string EventsArchive);
