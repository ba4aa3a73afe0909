namespace DexExtra.Engine.Reference.Prices;

/// <summary>B7: what a mark is made of; prices in ticks, null where there is none, lots as displayed on the best level.</summary>
public sealed record MarkInputs(
    long? BestBidTicks,
    long BidLots,
    long? BestAskTicks,
    long AskLots,
    long MinMarkDepthLots,
    long? LastTicks,
    long? IndexTicks,
    long FloorTicks,
    long CapTicks);
