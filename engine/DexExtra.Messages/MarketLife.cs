using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// M1, M4–M8, C16: the times and rules of a market’s result. Seconds since the Unix epoch, fixed for ever.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MarketLife
{
    public const int SizeBytes = 72;

    /// <summary>M2: trading ends; before anybody can know the result.</summary>
    public ulong TerminationSeconds;
    public ulong ObservationStartSeconds;
    public ulong ObservationEndSeconds;

    /// <summary>M7.</summary>
    public ulong FallbackDeadlineSeconds;

    /// <summary>M9: ledger units, not negative.</summary>
    public long SettlementFeePerLot;

    /// <summary>Contract that answers.</summary>
    public Address Oracle;

    /// <summary>M5: after the observation.</summary>
    public uint PublicationDelaySeconds;

    /// <summary>M7.</summary>
    public uint FallbackWindowSeconds;
    public OutOfRange OutOfRange;
    public SettlementFallback Fallback;
    private readonly ushort _padding2;
}
