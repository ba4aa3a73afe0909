using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: what forced exits may take out of a balance, and what is locked for them (X9).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct ForcedExitChanged
{
    public const int SizeBytes = 144;

    public AccountId Account;
    public ulong AccountSequence;

    /// <summary>The owner's action, 0 = orders or a taken back trade gave or took money.</summary>
    public ulong ActionId;
    public uint AssetId;

    /// <summary>1: more is asked for than could be locked, so the account neither trades nor pays out.</summary>
    public byte IsShort;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>Ledger units that open exits may still take.</summary>
    public Int128 Asked;

    /// <summary>Of these, locked.</summary>
    public Int128 Locked;
    /// <summary>What left the vault with this change, 0 = nothing.</summary>
    public Int128 Paid;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive.</summary>
    public Int128 Owed;
}
