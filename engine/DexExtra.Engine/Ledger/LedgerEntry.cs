namespace DexExtra.Engine.Ledger;

/// <summary>One side of a posting: where the amount is stored, and which total of the asset it belongs to.</summary>
internal readonly ref struct LedgerEntry(ref Int128 amount, LedgerClass kind)
{
    public readonly ref Int128 Amount = ref amount;
    public readonly LedgerClass Kind = kind;

    /// <summary>The sign that its class allows (docs/money.md §1).</summary>
    public bool IsLegal => Kind switch
    {
        LedgerClass.Owed => Amount <= 0,
        LedgerClass.Pool => true,
        _ => Amount >= 0,
    };
}
