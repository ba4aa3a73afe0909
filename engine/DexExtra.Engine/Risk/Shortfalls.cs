namespace DexExtra.Engine.Risk;

/// <summary>
/// L6: how many debts nobody has paid yet, of isolated positions whose close cost more than stood behind them, of
/// liquidated cross units (docs/money.md §10) and of payouts whose pool lacks something (§12). Each is owed by its
/// position, balance or market; here they are only counted.
/// </summary>
internal sealed class Shortfalls
{
    public int Unpaid { get; private set; }

    /// <summary>So many debts more, or with a negative number fewer.</summary>
    public void Count(int debts) => Unpaid += debts;

    /// <summary>Moves what a payout has too much, or with a negative number too little, and counts that.</summary>
    public void Move(ref Int128 surplus, Int128 change)
    {
        var before = surplus;
        surplus += change;
        Count(before, surplus);
    }

    /// <summary>What a position owes changed from an amount that is not positive to another.</summary>
    public void Count(Int128 before, Int128 after) => Unpaid += (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0);
}
