using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a balance changed without an order or trade; one vault operation.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct BalanceChanged
{
    public const int SizeBytes = 160;

    public AccountId Account;
    public ulong AccountSequence;
    public uint AssetId;

    /// <summary>0 = none.</summary>
    public uint MarketId;

    /// <summary>Ledger units, signed: what the account gained.</summary>
    public Int128 Amount;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive.</summary>
    public Int128 Owed;

    /// <summary>Bucket of its isolated position in the market, else 0.</summary>
    public Int128 Margin;

    /// <summary>Zero = a fund.</summary>
    public AccountId Counterparty;

    /// <summary>Nonce, case or match that caused it; 0 = none.</summary>
    public ulong Reference;
    public BalanceChange Kind;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
