namespace DexExtra.Engine.OrderLimits;

/// <summary>R6: lots of all accounts of an owner in one market.</summary>
internal struct OwnerExposure
{
    public int Owner;
    public int Market;

    /// <summary>Σ of the positions, signed.</summary>
    public long Lots;

    /// <summary>Lots of live orders on each side.</summary>
    public long OpenBuyLots;
    public long OpenSellLots;
}
