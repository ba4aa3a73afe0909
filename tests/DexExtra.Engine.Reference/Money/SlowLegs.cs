namespace DexExtra.Engine.Reference.Money;

/// <summary>Lots and holds of legs of a list.</summary>
internal readonly record struct SlowLegs
{
    public Int128 BuyLots { get; init; }

    public Int128 SellLots { get; init; }

    /// <summary>Of these, lots of reduce-only legs.</summary>
    public Int128 ReducingBuys { get; init; }

    public Int128 ReducingSells { get; init; }

    public Int128 Hold { get; init; }

    public int OpenOrders { get; init; }

    public int Stops { get; init; }

    /// <summary>Some of them may open a position.</summary>
    public bool MayOpen => BuyLots + SellLots > ReducingBuys + ReducingSells;
}
