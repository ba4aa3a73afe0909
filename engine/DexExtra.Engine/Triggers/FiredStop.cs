using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>A stop that fired, and its place among those of one step: by distance, then by stamp (T4).</summary>
internal struct FiredStop
{
    public int Slot;

    /// <summary>Tells whether the slot still holds the same order when its turn comes.</summary>
    public long OrderId;
    public long Stamp;

    /// <summary>|trigger − value before the step|.</summary>
    public ulong Distance;

    /// <summary>0 when its expiry fired it (T10).</summary>
    public TriggerSource Source;

    /// <summary>The value that fired it: the step's high for upward stops, its low for downward ones.</summary>
    public long SourceTicks;

    public readonly bool IsBefore(in FiredStop other) =>
        Distance != other.Distance ? Distance < other.Distance : Stamp < other.Stamp;
}
