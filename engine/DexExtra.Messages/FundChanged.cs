using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a fund gained or lost.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct FundChanged
{
    public const int SizeBytes = 56;

    public FundKind Kind;
    public BalanceChange Cause;
    private readonly ushort _padding2;

    /// <summary>Of an insurance fund, else 0.</summary>
    public uint MarketId;
    public uint AssetId;
    private readonly uint _padding4;

    /// <summary>Ledger units, signed.</summary>
    public Int128 Amount;

    /// <summary>After.</summary>
    public Int128 Balance;
    public ulong Reference;
}
