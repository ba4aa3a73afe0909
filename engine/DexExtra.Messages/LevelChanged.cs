using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: new total of one price level, once per level and command (D1). Quantity 0 removes the level.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct LevelChanged
{
    public const int SizeBytes = 40;

    /// <summary>Gapless per market over all events that have one, in the order of the frames.</summary>
    public ulong MarketSequence;
    public uint MarketId;

    /// <summary>Buy = bid side, Sell = ask side.</summary>
    public Side Side;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    public long PriceTicks;
    public long QuantityLots;
    public int OrderCount;
    private readonly uint _padding4;
}
