using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: an order of which a part may be hidden (iceberg, child of a list) came to the tail of a price level and shows
/// so many lots there (I-ICE-3, I-ICE-5, T14). Follows on what brought it there. Orders that always show all of
/// themselves have no such event: their place follows from the others.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderShown
{
    public const int SizeBytes = 32;

    public long OrderId;
    public uint MarketId;
    public Side Side;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    public long PriceTicks;

    /// <summary>Lots that others see of it now, above 0.</summary>
    public long ShownLots;
}
