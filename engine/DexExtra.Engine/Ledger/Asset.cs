using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>One settlement token with its fee account and control totals.</summary>
internal struct Asset
{
    public ListAsset Listing;
    public Int128 Fees;
    public Int128 Deposited;
}
