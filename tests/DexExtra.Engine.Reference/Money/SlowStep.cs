namespace DexExtra.Engine.Reference.Money;

/// <summary>One step of a liquidation into the book or beyond it, and what was so before it (§8); ledger units.</summary>
internal sealed class SlowStep(SlowPosition position)
{
    public SlowPosition Position { get; } = position;

    /// <summary>Signed.</summary>
    public long LotsBefore { get; } = position.Lots;

    public required Int128 EquityBefore { get; init; }

    public required Int128 InsuranceBefore { get; init; }

    /// <summary>L3: where the unit's equity is 0.</summary>
    public required long BankruptcyTicks { get; init; }

    /// <summary>Of its fills, the worst for the unit.</summary>
    public long? WorstTicks { get; set; }

    public Int128 Insured { get; set; }

    public Int128 Fee { get; set; }
}
