namespace DexExtra.Engine.Reference.Money;

/// <summary>What a position did since it was last flat (F10); lots unsigned, amounts in ledger units.</summary>
public sealed class SlowLife
{
    public long OpenedNs { get; set; }

    public long OpenedLots { get; set; }

    public Int128 EntryTickLots { get; set; }

    public Int128 ExitTickLots { get; set; }

    public Int128 Realised { get; set; }

    public Int128 Fees { get; set; }
}
