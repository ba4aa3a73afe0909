using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event (S4): two orders of one owner met and did not trade. No volume, fee or last price; what becomes of the orders
/// follows in the same frame as OrderCancelled and OrderReduced.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct PreventedMatch
{
    public const int SizeBytes = 120;

    public uint MarketId;
    public SelfTradePrevention Mode;

    /// <summary>Side of the incoming order.</summary>
    public Side Aggressor;
    private readonly ushort _padding;

    /// <summary>The resting order's price.</summary>
    public long PriceTicks;

    /// <summary>Lots that would have traded.</summary>
    public long QuantityLots;
    public PreventedSide Taker;
    public PreventedSide Maker;
}
