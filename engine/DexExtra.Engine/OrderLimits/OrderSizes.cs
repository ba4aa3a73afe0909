namespace DexExtra.Engine.OrderLimits;

/// <summary>R7: trailing mean quantity of a market's accepted orders, lots in 16-bit fixed point.</summary>
internal struct OrderSizes
{
    private const int FractionBits = 16;
    private const int Weight = 64;

    /// <summary>Orders counted, at most as many as make the mean count.</summary>
    public int Seen;
    public long Mean;

    /// <summary>Enough orders were seen.</summary>
    public readonly bool IsKnown => Seen == Weight;

    /// <summary>Whole lots, rounded up.</summary>
    public readonly long InLots => (Mean + ((1L << FractionBits) - 1)) >> FractionBits;

    /// <summary>One more order; the first one sets the mean, steps are rounded away from zero.</summary>
    public void Add(long lots)
    {
        var step = (lots << FractionBits) - Mean;
        Mean += Seen == 0 ? step : (step + (Math.Sign(step) * (Weight - 1))) / Weight;
        Seen = Math.Min(Seen + 1, Weight);
    }
}
