namespace DexExtra.Engine.Reference.Auctions;

/// <summary>A6: what an order gets; never 0 lots.</summary>
public sealed record Allotment(AuctionOrder Order, long Lots);
