using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: answer to QueryMargin. Ledger units.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MarginReported
{
    public const int SizeBytes = 240;

    public QueryMargin Request;
    public uint AssetId;
    private readonly uint _padding4;
    public Int128 Equity;
    public Int128 Collateral;
    public Int128 InitialMargin;
    public Int128 MaintenanceMargin;

    /// <summary>For new orders.</summary>
    public Int128 Free;
    public Int128 Withdrawable;

    /// <summary>Not positive.</summary>
    public Int128 Owed;

    /// <summary>The order’s.</summary>
    public Int128 Hold;
    public Int128 InitialMarginAfter;
    public Int128 FreeAfter;
    public long BuyingPowerLots;

    /// <summary>Of gate 8; None = it would pass.</summary>
    public RejectReason Reason;
    private readonly ushort _padding2;
    private readonly uint _padding4b;
}
