using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;

namespace DexExtra.Engine.Host;

/// <summary>The section "engine" of the configuration.</summary>
internal sealed record EngineSection : IConfigSection
{
    private const int MiB = 1 << 20;

    /// <summary>A frame of the largest size fits beside the headers.</summary>
    private const int MinEventSegmentMiB = (Limits.MaxEventFrameBytes / MiB) + 1;

    /// <summary>Loopback port of /health and /metrics.</summary>
    public required int HealthPort { get; init; }

    /// <summary>Commands in flight between the sequencer and the publisher; a power of two.</summary>
    public int RingSlots { get; init; } = 4_096;

    /// <summary>A Tick is sequenced when nothing else arrived for this long.</summary>
    public int TickIntervalMs { get; init; } = 1_000;

    /// <summary>How idle stages wait; Auto decides by the number of processors.</summary>
    public WaitMode WaitMode { get; init; } = WaitMode.Auto;

    /// <summary>Processor of the matching thread, -1 to let <see cref="WaitMode"/> Auto decide.</summary>
    public int MatchingCpu { get; init; } = -1;

    /// <summary>
    /// Real-time priority (SCHED_FIFO) of the four stages where they sleep while they wait; 0 is none.
    /// </summary>
    public int RealTimePriority { get; init; }

    /// <summary>
    /// All memory of the engine is backed before the first command; absent: where the stages spin (MemoryPlan).
    /// </summary>
    public bool? PrepareMemory { get; init; }

    /// <summary>Of every so many commands one is timed through the stages; a power of two, 1 is all.</summary>
    public int TimeEvery { get; init; } = 16;

    /// <summary>Size of each new segment of the command log, MiB (journal/FORMAT.md §1.1).</summary>
    public int JournalSegmentMiB { get; init; } = CommandLogFormat.DefaultSegmentBytes / MiB;

    /// <summary>Size of the segments of a new event log, MiB (journal/FORMAT.md §2.1).</summary>
    public int EventSegmentMiB { get; init; } = EventLogFormat.DefaultSegmentBytes / MiB;

    public int JournalSegmentBytes => JournalSegmentMiB * MiB;

    public int EventSegmentBytes => EventSegmentMiB * MiB;

    /// <summary>
    /// Margin markets, negative maker fees, busts and withdrawals: what single on-chain trades cannot mirror
    /// (docs/money.md §2). Part of the log's meaning: a log is replayed with the value it was begun with or not at all.
    /// </summary>
    public bool NettedSettlement { get; init; }

    public string? Validate() =>
        HealthPort is < 1 or > 65_535 ? "healthPort must be 1…65535"
        : RingSlots is < 64 or > 1 << 20 || !int.IsPow2(RingSlots) ? "ringSlots must be a power of two, 64…1048576"
        : TickIntervalMs is < 1 or > 60_000 ? "tickIntervalMs must be 1…60000"
        : JournalSegmentMiB is < 1 or > CommandLogFormat.MaxSegmentBytes / MiB ? "journalSegmentMiB must be 1…1024"
        : EventSegmentMiB is < MinEventSegmentMiB or > EventLogFormat.MaxSegmentBytes / MiB
            ? "eventSegmentMiB must be 33…1024"
        : RealTimePriority is < 0 or > Ring.Threads.RealTimePriority.Highest ? "realTimePriority must be 0…99"
        : RealTimePriority > 0 && WaitMode is WaitMode.Yielding or WaitMode.BusySpin
            ? "realTimePriority needs stages that sleep: waitMode Blocking"
        : TimeEvery is < 1 or > 1 << 20 || !int.IsPow2(TimeEvery) ? "timeEvery must be a power of two, 1…1048576"
        : MatchingCpu is < -1 or > 1_023 ? "matchingCpu must be -1…1023"
        : null;
}
