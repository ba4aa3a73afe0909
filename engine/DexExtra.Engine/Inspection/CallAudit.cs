using DexExtra.Engine.Auctions;
using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the audit that is about calls: allotments add up to what is still to trade, room is reserved only for
/// them, a market that matches has no crossed book (D4).
/// </summary>
internal static class CallAudit
{
    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public static void Check(EngineState state)
    {
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            Invariant.That(
                (market.Call.Phase == CallPhase.Uncrossing) == (state.Uncrossing.Market == market),
                "at most one market uncrosses");
            var buys = Allocated(state, market, Side.Buy);
            var sells = Allocated(state, market, Side.Sell);
            Invariant.That(
                buys == AllottedLots(state, market, Side.Buy) && sells == AllottedLots(state, market, Side.Sell),
                "allotments of both sides are what is still to trade");
            Invariant.That(!market.IsMatching || !IsCrossed(state, market), "no book is crossed while it matches (D4)");
        }

        Invariant.That(
            (state.Settlement.Reserved > 0) == (state.Uncrossing.Market is not null),
            "settlement room is reserved for an unfinished uncrossing only");
    }

    private static long AllottedLots(EngineState state, Market market, Side side)
    {
        var open = market.Call.Phase == CallPhase.Uncrossing ? market.Call.OpenLots : 0;
        return state.Uncrossing.IsAllotting(market.Slot) ? open - state.Uncrossing.Walk.OpenLots(side, open) : open;
    }

    private static long Allocated(EngineState state, Market market, Side side)
    {
        long lots = 0;
        var ladder = market.Ladder(side);
        for (var level = ladder.Best; level >= 0; level = ladder.NextWorse(state.Books.Level(level).PriceTicks))
        {
            for (var slot = state.Books.Level(level).Oldest; slot >= 0; slot = state.Orders[slot].Queue.Next)
            {
                var allocated = state.Orders.Terms(slot).AllocatedLots;
                var isMarked = (state.Orders[slot].Traits & OrderTraits.Allocated) != 0;
                Invariant.That(
                    isMarked == (allocated > 0) && allocated <= state.Books.ActiveLots(slot),
                    "an order has the lots that are allotted to it");
                lots += allocated;
            }
        }

        var waking = market.Waking.First;
        for (; waking >= 0; waking = Chain<ByKind>.Next(state.Orders, waking))
        {
            Invariant.That(state.Orders[waking].Place == OrderPlace.Waking, "a woken child waits");
            lots += state.Orders[waking].Side == side ? state.Orders.Terms(waking).AllocatedLots : 0;
        }

        return lots;
    }

    private static bool IsCrossed(EngineState state, Market market) =>
        market.Bids.Best >= 0
        && market.Asks.Best >= 0
        && state.Books.Level(market.Bids.Best).PriceTicks >= state.Books.Level(market.Asks.Best).PriceTicks;
}
