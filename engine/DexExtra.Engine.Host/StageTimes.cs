using System.Diagnostics;

namespace DexExtra.Engine.Host;

/// <summary>
/// Where the time of a command goes inside the engine process. One command of every few carries the moment at which it
/// was sequenced; each stage records what it sees of those, in histograms of its own thread. Nothing here reaches the
/// engine: outcomes do not depend on it.
/// </summary>
/// <param name="every">One command of so many is timed, a power of two; 1 is all.</param>
internal sealed class StageTimes(int every)
{
    private readonly long _mask = every - 1;

    /// <summary>From sequenced to the match stage's first look: a pause of the matching thread is in it.</summary>
    public TimeHistogram MatchWait { get; } = new();

    /// <summary>In the engine, events encoded.</summary>
    public TimeHistogram Match { get; } = new();

    /// <summary>From sequenced to the write of its batch, for the first timed command of each batch.</summary>
    public TimeHistogram JournalWait { get; } = new();

    /// <summary>Write and sync of each batch.</summary>
    public TimeHistogram JournalSync { get; } = new();

    /// <summary>From sequenced to its events being visible to followers.</summary>
    public TimeHistogram Total { get; } = new();

    public IEnumerable<(string Stage, TimeHistogram Times)> All =>
    [
        ("match_wait", MatchWait), ("match", Match), ("journal_wait", JournalWait), ("journal_sync", JournalSync),
        ("total", Total),
    ];

    /// <summary>Now, in ns of a clock that never goes back.</summary>
    public static long NowNs() => Stopwatch.GetTimestamp() * (TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerSecond
        / Stopwatch.Frequency);

    /// <summary>What the slot of this sequence carries: now, or 0 when the command is not timed.</summary>
    public long StampFor(long sequence) => (sequence & _mask) == 0 ? NowNs() : 0;
}
