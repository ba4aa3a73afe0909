namespace DexExtra.Engine.Prices;

/// <summary>B3, B4: prices that a taker may trade at, both included; fixed when it starts.</summary>
internal readonly record struct PriceWindow(long LowTicks, long HighTicks)
{
    /// <summary>What the window was made of; says which rule a price outside of it breaks.</summary>
    public WindowCenters Centers { get; init; }

    public bool Contains(long priceTicks) => priceTicks >= LowTicks && priceTicks <= HighTicks;
}
