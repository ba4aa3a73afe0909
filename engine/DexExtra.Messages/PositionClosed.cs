using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a position became flat or turned round: its whole life (F10).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct PositionClosed
{
    public const int SizeBytes = 136;

    public AccountId Account;
    public ulong AccountSequence;
    public uint MarketId;
    public uint AssetId;
    public long OpenedNs;
    public long ClosedNs;

    /// <summary>Signed: everything that was opened in its life, long positive.</summary>
    public long Lots;

    /// <summary>Σ price ticks × lots of what opened.</summary>
    public Int128 EntryTickLots;

    /// <summary>Σ price ticks × lots of what closed.</summary>
    public Int128 ExitTickLots;

    /// <summary>Before fees.</summary>
    public Int128 RealisedPnl;

    /// <summary>Less rebates.</summary>
    public Int128 Fees;
    public PositionEnd End;
    public Outcome Outcome;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
