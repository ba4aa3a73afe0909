using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: the market's mark price (B7).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MarkPriceChanged
{
    public const int SizeBytes = 24;

    public ulong MarketSequence;
    public uint MarketId;
    private readonly uint _padding4;
    public long PriceTicks;
}
