namespace DexExtra.Engine.Sweeps;

/// <summary>Which orders of a market a sweep cancels.</summary>
internal enum SweepKind : byte
{
    /// <summary>O-GFN when a call begins.</summary>
    GoodForContinuous,

    /// <summary>O-GFA when a call ends.</summary>
    GoodForAuction,

    /// <summary>M2: everything.</summary>
    MarketClosed,

    /// <summary>Q2: prices off the new grid.</summary>
    TickChanged,
}
