using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>One account of <see cref="CrashMarket"/> and what became of it; ledger units.</summary>
public sealed class CrashAccount(AccountId id, CrashClass kind, long lots)
{
    public AccountId Id { get; } = id;

    public CrashClass Kind { get; } = kind;

    public long Lots { get; } = lots;

    public Int128 Deposit { get; set; }

    public Int128 Final { get; set; }

    /// <summary>Its unit was taken down the ladder.</summary>
    public bool IsLiquidated { get; set; }

    /// <summary>Paid by the insurance for it.</summary>
    public Int128 Insured { get; set; }

    public Int128 LiquidationFees { get; set; }

    public long DeleveragedLots { get; set; }

    /// <summary>What it would have had at the mark and did not get because it was deleveraged.</summary>
    public Int128 DeleveragingCost { get; set; }

    /// <summary>Its own gain that paid others' losses.</summary>
    public Int128 SocialisedPaid { get; set; }

    /// <summary>Others' gains that paid its losses.</summary>
    public Int128 SocialisedReceived { get; set; }

    public Int128 GuaranteeReceived { get; set; }
}
