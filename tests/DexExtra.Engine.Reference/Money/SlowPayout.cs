namespace DexExtra.Engine.Reference.Money;

/// <summary>M9: what the payout of a margin market must add up to; ledger units.</summary>
public sealed class SlowPayout
{
    public long OpenInterestLots { get; set; }

    public Int128 Gains { get; set; }

    public Int128 Losses { get; set; }

    public Int128 InsurancePaid { get; set; }

    /// <summary>What the insurance must pay next.</summary>
    public Int128 ExpectedInsurance { get; set; }

    public Int128 Shortfall { get; set; }

    public Int128 Socialised { get; set; }

    public Int128 GuaranteePaid { get; set; }

    /// <summary>VOID (M7): what is to be returned to whom.</summary>
    public Dictionary<SlowPosition, Int128> Refunds { get; } = [];

    public Int128 FeesReturned { get; set; }
}
