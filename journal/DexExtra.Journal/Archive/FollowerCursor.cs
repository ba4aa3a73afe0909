namespace DexExtra.Journal.Archive;

/// <summary>How far one follower of the event log is (journal/FORMAT.md §4).</summary>
/// <param name="Follower">Its name, which is that of its file.</param>
/// <param name="Seen">Highest sequence it has read: so far the venue has published. Never goes back.</param>
/// <param name="Done">
/// What it keeps of the events up to here is durable, so that it does not need them in the live folder. May lag, never
/// runs ahead.
/// </param>
public readonly record struct FollowerCursor(string Follower, long Seen, long Done);
