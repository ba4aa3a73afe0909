using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>R6, R7. 0 = no limit.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct RiskLimits
{
    public const int SizeBytes = 80;

    /// <summary>Lots × opening cost per lot, ledger units.</summary>
    public Int128 MaxOrderValue;

    /// <summary>R7: order value from which CONFIRM_LARGE is asked for.</summary>
    public Int128 ConfirmValue;

    /// <summary>Realised losses and fees since 00:00 UTC, ledger units.</summary>
    public Int128 MaxDailyLoss;

    /// <summary>Worst case with open orders, over the owner’s accounts, per market.</summary>
    public long MaxPositionLots;

    /// <summary>Of a market.</summary>
    public long MaxOpenInterestLots;

    /// <summary>Per account.</summary>
    public uint MaxOpenOrders;

    /// <summary>Per account: orders that wait for a trigger.</summary>
    public uint MaxStops;

    /// <summary>R7: times the trailing mean order quantity.</summary>
    public uint FatFingerFactor;
    private readonly uint _padding4;
}
