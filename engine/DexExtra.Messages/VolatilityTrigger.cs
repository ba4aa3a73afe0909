using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>B4: one line of a market's volatility triggers; Ticks 0 = unused.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct VolatilityTrigger
{
    public const int SizeBytes = 16;

    /// <summary>A trade further than this from the price one horizon ago starts an auction instead.</summary>
    public long Ticks;
    public uint HorizonSeconds;
    public uint AuctionSeconds;
}
