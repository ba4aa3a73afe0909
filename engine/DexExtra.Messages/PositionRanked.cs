using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: place of a position in the queue of deleveraging (L5).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct PositionRanked
{
    public const int SizeBytes = 40;

    public AccountId Account;
    public ulong AccountSequence;
    public uint MarketId;

    /// <summary>1 = last to 5 = first; 0 = not in it.</summary>
    public byte Quantile;
    private readonly byte _padding1;
    private readonly ushort _padding2;
}
