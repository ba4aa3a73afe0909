namespace DexExtra.Engine.Reference.Money;

/// <summary>A position that may have to pay a part of another's loss (docs/money.md §10), before it did; ledger units.</summary>
/// <param name="Position">The position.</param>
/// <param name="Profit">u, not negative.</param>
/// <param name="Payable">What its unit can be charged.</param>
/// <param name="Gain">What it realised since the loss is shared.</param>
/// <param name="Cash">Of an isolated position: what its account can be charged for that gain.</param>
internal readonly record struct SlowWinner(
    SlowPosition Position, Int128 Profit, Int128 Payable, Int128 Gain, Int128 Cash);
