namespace DexExtra.Engine.Reference.Auctions;

/// <summary>S6: lots taken out of two orders of one owner.</summary>
public sealed record PreventedPair(AuctionOrder Buy, AuctionOrder Sell, long Lots)
{
    /// <summary>The newer order, which the event calls the taker.</summary>
    public AuctionOrder Newer => Buy.Stamp > Sell.Stamp ? Buy : Sell;
}
