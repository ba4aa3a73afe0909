using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: the level of a margin unit changed (L1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MarginCalled
{
    public const int SizeBytes = 96;

    public AccountId Account;
    public ulong AccountSequence;
    public uint AssetId;

    /// <summary>0 = the account’s cross unit.</summary>
    public uint MarketId;
    public Int128 Equity;
    public Int128 InitialMargin;
    public Int128 MaintenanceMargin;
    public MarginLevel Level;
    public MarginLevel Before;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
