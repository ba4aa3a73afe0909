namespace DexExtra.Engine.Reference.Auctions;

/// <summary>One trade of an uncrossing.</summary>
public sealed record AuctionFill(AuctionOrder Buy, AuctionOrder Sell, long Lots);
