using DexExtra.Hosting;

namespace DexExtra.Engine.Host;

/// <summary>The section "engine" of the configuration.</summary>
internal sealed record EngineSection : IConfigSection
{
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
    /// Margin markets, negative maker fees, busts and withdrawals: what single on-chain trades cannot mirror
    /// (docs/money.md §2). Part of the log's meaning: a log must always be replayed with the value it was written with.
    /// </summary>
    public bool NettedSettlement { get; init; }

    public string? Validate() =>
        HealthPort is < 1 or > 65_535 ? "healthPort must be 1…65535"
        : RingSlots is < 64 or > 1 << 20 || !int.IsPow2(RingSlots) ? "ringSlots must be a power of two, 64…1048576"
        : TickIntervalMs is < 1 or > 60_000 ? "tickIntervalMs must be 1…60000"
        : MatchingCpu is < -1 or > 1_023 ? "matchingCpu must be -1…1023"
        : null;
}
