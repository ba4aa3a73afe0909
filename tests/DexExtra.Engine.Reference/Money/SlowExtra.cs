namespace DexExtra.Engine.Reference.Money;

/// <summary>Lots that a margin is reckoned with beside what is open, and those of them that only reduce.</summary>
public readonly record struct SlowExtra(
    SlowMarket? Market, Int128 BuyLots, Int128 SellLots, Int128 ReducingBuys, Int128 ReducingSells);
