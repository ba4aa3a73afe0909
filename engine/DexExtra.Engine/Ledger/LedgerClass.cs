namespace DexExtra.Engine.Ledger;

/// <summary>The kinds of ledger entry. Per asset: Available + Held + Pool + Fee = Deposited, always (F8).</summary>
internal enum LedgerClass
{
    Available = 0,
    Held = 1,
    Pool = 2,
    Fee = 3,
}
