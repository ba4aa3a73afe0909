namespace DexExtra.Engine.Auctions;

/// <summary>A2, A3: what a call would give.</summary>
/// <param name="PriceTicks">The one price of all fills.</param>
/// <param name="VolumeLots">Lots that trade, those included that one owner could only trade with himself (S6).</param>
/// <param name="SurplusLots">Lots that find no partner at the price: above 0 of bids, below 0 of asks.</param>
internal readonly record struct AuctionResult(long PriceTicks, long VolumeLots, long SurplusLots);
