using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a pegged order followed its reference, or was parked (O-PEG).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderRepriced
{
    public const int SizeBytes = 64;

    public AccountId Account;
    public long OrderId;
    public ulong ClientOrderId;
    public ulong AccountSequence;
    public uint MarketId;

    /// <summary>1: off the book until its reference is back.</summary>
    public byte IsParked;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>0 while parked.</summary>
    public long PriceTicks;
}
