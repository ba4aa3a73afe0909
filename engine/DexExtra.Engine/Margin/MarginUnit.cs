namespace DexExtra.Engine.Margin;

/// <summary>
/// A margin unit (docs/money.md §4): an account's cross positions settled in one asset, named by their balance, or one
/// isolated position.
/// </summary>
/// <param name="Slot">Of the balance, or of the isolated position.</param>
/// <param name="IsIsolated">R5.</param>
internal readonly record struct MarginUnit(int Slot, bool IsIsolated)
{
    /// <summary>Order of units whose steps are due at the same time: cross ones first, each kind by creation.</summary>
    public bool IsBefore(in MarginUnit other) =>
        IsIsolated == other.IsIsolated ? Slot < other.Slot : other.IsIsolated;
}
