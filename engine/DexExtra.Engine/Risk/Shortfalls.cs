namespace DexExtra.Engine.Risk;

/// <summary>
/// L6: how many debts nobody has paid yet, of isolated positions whose close cost more than stood behind them and of
/// liquidated cross units (docs/money.md §10). Each is owed by its position or balance; here they are only counted.
/// </summary>
internal sealed class Shortfalls
{
    public int Unpaid { get; private set; }

    /// <summary>So many debts more, or with a negative number fewer.</summary>
    public void Count(int debts) => Unpaid += debts;

    /// <summary>What a position owes changed from an amount that is not positive to another.</summary>
    public void Count(Int128 before, Int128 after) => Unpaid += (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0);
}
