using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: what an account’s margin is, and would be with one more order; changes nothing.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct QueryMargin
{
    public const int SizeBytes = 56;

    public AccountId Account;
    public uint MarketId;
    public Side Side;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    public long PriceTicks;

    /// <summary>0 = no order.</summary>
    public long Lots;

    /// <summary>Echoed.</summary>
    public ulong RequestId;
}
