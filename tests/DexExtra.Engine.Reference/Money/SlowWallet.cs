using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Money of one account in one asset, with all its positions that are settled in it; ledger units.</summary>
public sealed class SlowWallet(AccountId account, SlowAsset asset)
{
    private (ulong Day, Int128 Result) _daily;

    public AccountId Account { get; } = account;

    public SlowAsset Asset { get; } = asset;

    public Int128 Available { get; set; }

    public Int128 Held { get; set; }

    /// <summary>Not positive.</summary>
    public Int128 Owed { get; set; }

    public Int128 Withdrawing { get; set; }

    /// <summary>X9: what open exits may still take, and of it what is locked.</summary>
    public Int128 ExitAsked { get; set; }

    public Int128 ExitLocked { get; set; }

    /// <summary>X9: the vault has paid, whatever the engine had locked elsewhere.</summary>
    public bool HasExited { get; set; }

    /// <summary>F7: what the wallet must be worth: deposits, realised PnL less fees, transfers; principal not counted.</summary>
    public Int128 Explained { get; set; }

    /// <summary>The unit's level as last reported (L1).</summary>
    public MarginLevel Level { get; set; }

    /// <summary>Until then a liquidation that began again unseen may still wait for its next look (§8).</summary>
    public long MayWaitUntilNs { get; set; }

    /// <summary>L7: while its cross positions are liquidated.</summary>
    public SlowLiquidation? Liquidation { get; set; }

    public List<SlowPosition> Positions { get; } = [];

    /// <summary>What was added to the asset's sum when it was last looked at.</summary>
    public Int128 Counted { get; set; }

    public bool IsTouched { get; set; }

    /// <summary>R6: realised less fees of a UTC day.</summary>
    public Int128 ResultOf(ulong day) => _daily.Day == day ? _daily.Result : 0;

    public void CountResult(ulong day, Int128 amount) => _daily = (day, ResultOf(day) + amount);

    /// <summary>First what is owed, the rest is available.</summary>
    public void PayIn(Int128 amount)
    {
        var repaid = Int128.Min(amount, -Owed);
        Owed += repaid;
        Available += amount - repaid;
    }

    /// <summary>First what is available, the rest is owed.</summary>
    public void Charge(Int128 amount)
    {
        var paid = Int128.Min(amount, Available);
        Available -= paid;
        Owed -= amount - paid;
    }

    /// <summary>§10: what may yet be charged of what its positions realised.</summary>
    public Int128 SharedGain()
    {
        var sum = Int128.Zero;
        foreach (var position in Positions)
        {
            sum += position.GainNow;
        }

        return sum;
    }

    /// <summary>All entries of it.</summary>
    public Int128 Total()
    {
        var total = Available + Held + Owed + Withdrawing + ExitLocked;
        foreach (var position in Positions)
        {
            total += position.Bucket + position.Debt;
        }

        return total;
    }

    /// <summary>Entries and what FULL positions have locked in the pool, at their entry prices.</summary>
    public Int128 Worth()
    {
        var worth = Total();
        foreach (var position in Positions)
        {
            worth += position.Locked();
        }

        return worth;
    }
}
