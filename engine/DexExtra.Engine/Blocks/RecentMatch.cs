namespace DexExtra.Engine.Blocks;

/// <summary>What taking a match back needs to know of it (F11).</summary>
internal struct RecentMatch
{
    public ulong MatchId;
    public int Market;

    /// <summary>Slots of the positions.</summary>
    public int Buy;
    public int Sell;
    public long PriceTicks;
    public long Lots;
    public long MatchedNs;

    /// <summary>Ledger units.</summary>
    public Int128 BuyFee;
    public Int128 SellFee;

    /// <summary>It was taken back, or takes another one back itself.</summary>
    public bool IsFinal;

    /// <summary>X4: the chain refused it for good.</summary>
    public bool HasFailed;

    /// <summary>It counted for fee tiers (F4).</summary>
    public bool HasVolume;
}
