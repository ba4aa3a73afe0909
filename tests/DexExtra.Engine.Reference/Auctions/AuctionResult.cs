namespace DexExtra.Engine.Reference.Auctions;

/// <summary>A3: price in ticks, lots that would trade before S6, and demand less supply there (negative: supply).</summary>
public sealed record AuctionResult(long PriceTicks, long VolumeLots, long SurplusLots);
