using DexExtra.Engine.Custody;
using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>One settlement token with its funds and control totals; ledger units.</summary>
internal struct Asset
{
    public ListAsset Listing;
    public Int128 Fees;
    public Int128 Guarantee;
    public Int128 Dust;
    public Int128 Deposited;
    public Int128 Withdrawn;

    /// <summary>What the vault must have of it; negative only when it paid what nobody had.</summary>
    public readonly Int128 Present => Deposited - Withdrawn;
    public Collateral Collateral;

    /// <summary>K2, L6.</summary>
    public SetWithdrawalLimits Limits;
    public HourlyUse Hourly;
}
