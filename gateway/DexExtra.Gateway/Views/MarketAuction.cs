using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>The call that runs in a market (A1, A10). Immutable.</summary>
/// <param name="Kind">Why it runs.</param>
/// <param name="AuctionId">Number of the call within the market, from 1.</param>
/// <param name="EarliestEndNs">Engine time before which it does not end.</param>
/// <param name="Indicated">What it would give now; null before the first indication.</param>
internal sealed record MarketAuction(
    AuctionKind Kind, ulong AuctionId, long EarliestEndNs, AuctionIndicated? Indicated);
