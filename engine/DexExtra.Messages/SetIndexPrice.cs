using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: a new value of the market's external index (T1, B7).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetIndexPrice
{
    public const int SizeBytes = 16;

    public uint MarketId;
    private readonly uint _padding4;

    /// <summary>In ticks, rounded by the source; may lie outside floor and cap.</summary>
    public long PriceTicks;
}
