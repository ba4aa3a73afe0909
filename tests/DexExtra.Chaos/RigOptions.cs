namespace DexExtra.Chaos;

/// <summary>Sizes of a rig; small, so that segments and streams fill in a second.</summary>
internal sealed record RigOptions
{
    public int RingSlots { get; init; } = 1_024;

    public long StreamBytes { get; init; } = 1 << 20;

    /// <summary>Commands between two short sleeps of the producer, at most.</summary>
    public int BurstMax { get; init; } = 12;

    /// <summary>True when the disk of both logs dies and comes back without what was not synced.</summary>
    public bool LosesPower { get; init; }
}
