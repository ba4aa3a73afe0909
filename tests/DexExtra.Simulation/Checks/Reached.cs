namespace DexExtra.Simulation.Checks;

/// <summary>
/// How often runs came to what they are made for: a fault that never strikes tests nothing. One thread; merge what
/// several have counted.
/// </summary>
internal sealed class Reached
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>What a long run must have come to.</summary>
    public static IReadOnlyList<string> Wanted { get; } =
    [
        "archive stopped", "chain answer lost", "chain no answer", "chain reorganised with settled matches",
        "clock back", "command log cut", "command log rotated", "command log taken over",
        "database answer lost", "database commits forgotten", "database cursor moved by another",
        "command segment archived", "durable cursor told", "event segment archived", "engine began with a snapshot",
        "snapshot made", "snapshot not made",
        "disk EIO in fdatasync", "disk EIO in pwrite", "disk ENOSPC in create", "disk EIO in rename", "disk EIO in fsync",
        "engine event log made anew", "engine event log damaged",
        "killed in create", "killed in fdatasync", "killed in fsync", "killed in ftruncate", "killed in pwrite",
        "killed in rename", "killed in unlink",
        "message doubled", "message lost", "order repeated and answered", "order rejected",
        "outside: refused", "outside: untouched", "persister restarted", "power lost", "settlement restarted",
        "state Failed", "state Final", "state Retrying", "stream full", "stream with a new session",
    ];

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public IEnumerable<string> Missing => Wanted.Where(what => !_counts.ContainsKey(what));

    public void Add(string what, long count = 1) => _counts[what] = _counts.GetValueOrDefault(what) + count;

    public void Add(Reached other)
    {
        foreach (var (what, count) in other._counts)
        {
            Add(what, count);
        }
    }
}
