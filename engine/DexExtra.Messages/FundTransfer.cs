using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: moves money between funds, or between a fund and an account (M11, M12).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct FundTransfer
{
    public const int SizeBytes = 64;

    /// <summary>Zero unless a side is Account.</summary>
    public AccountId Account;

    /// <summary>The market of an insurance fund, else 0.</summary>
    public uint MarketId;
    public uint AssetId;
    public FundKind From;
    public FundKind To;
    private readonly ushort _padding2;
    private readonly uint _padding4;

    /// <summary>Ledger units, positive.</summary>
    public Int128 Amount;

    /// <summary>The operator’s own number, not 0: it moves money once.</summary>
    public ulong Reference;
}
