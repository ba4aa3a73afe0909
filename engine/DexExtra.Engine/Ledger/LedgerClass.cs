namespace DexExtra.Engine.Ledger;

/// <summary>
/// The kinds of ledger entry (docs/money.md §1). Per asset their sum is what was deposited less what was withdrawn,
/// always (F8). Owed is never positive; a pool of a margin market may have either sign; no other entry is negative.
/// </summary>
internal enum LedgerClass
{
    Available = 0,
    Held = 1,
    Pool = 2,
    Fee = 3,
    Margin = 4,
    Withdrawing = 5,
    Owed = 6,
    Insurance = 7,
    Guarantee = 8,
    Dust = 9,
}
