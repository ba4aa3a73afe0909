using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>A settlement token with the funds of the venue in it; ledger units.</summary>
public sealed class SlowAsset(ListAsset listing)
{
    private SetWithdrawalLimits _withdrawalLimits;

    public ListAsset Listing { get; } = listing;

    public Int128 Fees { get; set; }

    public Int128 Guarantee { get; set; }

    public Int128 Dust { get; set; }

    public Int128 Deposited { get; set; }

    public Int128 Withdrawn { get; set; }

    /// <summary>R4: how it backs another asset.</summary>
    public SetCollateral? Collateral { get; set; }

    /// <summary>L6.</summary>
    public ref SetWithdrawalLimits WithdrawalLimits => ref _withdrawalLimits;

    /// <summary>L6: what passed the gate in an hour.</summary>
    public (ulong Hour, Int128 Amount) HourlyUse { get; set; }

    public Int128 Price { get; set; }

    public long PriceNs { get; set; }

    public Dictionary<AccountId, SlowWallet> Wallets { get; } = [];

    /// <summary>Assets that back this one.</summary>
    public List<SlowAsset> BackedBy { get; } = [];

    /// <summary>Σ of all entries, moved by what was touched.</summary>
    public Int128 Sum { get; set; }

    public Int128 Counted { get; set; }

    public bool IsTouched { get; set; }

    /// <summary>What accounts gained or lost from funds in this frame, of which no fund said anything yet.</summary>
    public Int128 Clearing { get; set; }

    public Int128 Funds => Fees + Guarantee + Dust;
}
