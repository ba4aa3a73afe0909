using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// A6, A7: pairs the allotments so that no owner trades with himself, and makes the fills. What comes next depends only
/// on what is left, so it may stop after any fill and go on with the next command.
/// </summary>
internal sealed class AuctionPairing(EngineState state, AuctionGroups groups, MakerFills fills, TradePosting trades)
{
    /// <summary>One fill after the other, as far as the command may; true when all are made.</summary>
    public bool Run<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var isFree = market.Call.Kind == AuctionKind.Opening
            && (market.Rules.Flags & TradingFlags.OpeningAuctionFree) != 0;
        while (market.Call.OpenLots > 0)
        {
            if (!FillOne(market, isFree, ref sink))
            {
                return false;
            }
        }

        return true;
    }

    private bool FillOne<TSink>(Market market, bool isFree, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var uncrossing = state.Uncrossing;
        ref var call = ref market.Call;
        var lots = groups.Pick(call.OpenLots, out var buyer, out var seller);
        var buy = uncrossing[groups.First(buyer, Side.Buy)].Slot;
        var sell = uncrossing[groups.First(seller, Side.Sell)].Slot;
        if (!uncrossing.Meet(fills.PairCost(buy, sell)))
        {
            return false;
        }

        var buyLots = state.Orders.Terms(buy).AllocatedLots;
        var sellLots = state.Orders.Terms(sell).AllocatedLots;
        lots = Math.Min(lots, Math.Min(buyLots, sellLots));
        Invariant.That(lots > 0, "every step of an uncrossing trades");
        call.OpenLots -= lots;
        groups.Take(buyer, Side.Buy, lots, lots == buyLots);
        groups.Take(seller, Side.Sell, lots, lots == sellLots);
        uncrossing.Take(buy, lots);
        uncrossing.Take(sell, lots);
        trades.ExecuteAuction(buy, sell, lots, call.PriceTicks, isFree, market, ref sink);
        return true;
    }
}
