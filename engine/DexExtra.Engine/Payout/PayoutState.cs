namespace DexExtra.Engine.Payout;

/// <summary>How far the payout of a market is and what it moved so far (M9); ledger units.</summary>
internal struct PayoutState
{
    public PayoutStage Stage;

    /// <summary>Next position of the pass, −1 = it is over.</summary>
    public int Next;

    public long OpenInterestLots;
    public Int128 Gains;
    public Int128 Losses;
    public Int128 InsurancePaid;

    /// <summary>Losses that neither the losers nor the insurance paid.</summary>
    public Int128 Shortfall;

    /// <summary>Gains that were kept for them.</summary>
    public Int128 Socialised;

    /// <summary>
    /// What the pool has more than all that is still open is worth: less what losers did not bring, plus what winners
    /// did not get and the guarantee fund paid. 0 when the payout is complete.
    /// </summary>
    public Int128 Surplus;

    /// <summary>VOID: fees of the accounts that paid any, and of all less rebates (M7).</summary>
    public Int128 FeesPaid;
    public Int128 FeesKept;
    public Int128 FeesReturned;
}
