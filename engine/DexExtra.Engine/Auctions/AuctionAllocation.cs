using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// A6: who trades how much at the auction price. Better-priced orders and the short side fill completely; at the last
/// price displayed lots go by stamp, then reserve by stamp. Bounded by the open orders of the market.
/// </summary>
internal sealed class AuctionAllocation(EngineState state)
{
    /// <summary>Fixes the allotments in the order of priority, buys first.</summary>
    public void Allocate(Market market, in AuctionResult result)
    {
        AllocateSide(market, Side.Buy, result.VolumeLots);
        state.Uncrossing.BuyCount = state.Uncrossing.Count;
        AllocateSide(market, Side.Sell, result.VolumeLots);
    }

    /// <summary>The orders are free again: the uncrossing does not begin.</summary>
    public void Undo()
    {
        var uncrossing = state.Uncrossing;
        for (var index = 0; index < uncrossing.Count; index++)
        {
            var slot = uncrossing[index].Slot;
            uncrossing.Take(slot, state.Orders.Terms(slot).AllocatedLots);
        }

        uncrossing.Clear();
    }

    private void AllocateSide(Market market, Side side, long lots)
    {
        var ladder = market.Ladder(side);
        for (var level = ladder.Best; lots > 0;)
        {
            Invariant.That(level >= 0, "the auction volume is on the book");
            ref readonly var price = ref state.Books.Level(level);
            lots -= AllocateLevel(in price, lots);
            level = ladder.NextWorse(price.PriceTicks);
        }
    }

    private long AllocateLevel(in PriceLevel level, long lots)
    {
        var displayed = Math.Min(lots, level.TotalLots);
        var hidden = Math.Min(lots - displayed, level.HiddenLots);
        var (displayedLeft, hiddenLeft) = (displayed, hidden);
        for (var slot = level.Oldest; slot >= 0 && displayedLeft + hiddenLeft > 0;)
        {
            ref readonly var order = ref state.Orders[slot];
            var shown = Math.Min(displayedLeft, order.DisplayedLots);
            var reserve = Math.Min(hiddenLeft, state.Books.ActiveLots(slot) - order.DisplayedLots);
            displayedLeft -= shown;
            hiddenLeft -= reserve;
            if (shown + reserve > 0)
            {
                Allot(slot, shown + reserve);
            }

            slot = order.Queue.Next;
        }

        return displayed + hidden;
    }

    private void Allot(int slot, long lots)
    {
        ref var order = ref state.Orders[slot];
        order.Traits |= OrderTraits.Allocated;
        state.Orders.Terms(slot).AllocatedLots = lots;
        state.Uncrossing.Add(new Allotment { Slot = slot, Owner = order.Owner, Stamp = order.Stamp, Next = -1 });
    }
}
