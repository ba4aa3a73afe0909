using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Sweeps;

/// <summary>
/// The way of a sweep through a market: bids, then asks in price-time order, then the orders off the book by entry.
/// </summary>
internal sealed class MarketWalk(EngineState state)
{
    private const int Lists = 3;

    /// <summary>Sets a sweep to the first order.</summary>
    public void Start(ref SweepJob job)
    {
        job.List = 0;
        job.Order = First(state.Markets[job.Market], 0);
    }

    /// <summary>Goes to the next list while the present one is used up; false at the end.</summary>
    public bool Find(ref SweepJob job)
    {
        while (job.Order < 0)
        {
            if (++job.List >= Lists)
            {
                return false;
            }

            job.Order = First(state.Markets[job.Market], job.List);
        }

        return true;
    }

    /// <summary>Passes over the order it stands at.</summary>
    public void Skip(ref SweepJob job)
    {
        var market = state.Markets[job.Market];
        job.Order = job.List == Lists - 1
            ? Chain<OffBook>.Next(state.Orders, job.Order)
            : state.Books.NextInPriority(job.Order, market);
    }

    /// <summary>True if the sweep cancels the order it stands at.</summary>
    public bool Cancels(in SweepJob job)
    {
        ref readonly var terms = ref state.Orders.Terms(job.Order);
        return job.Kind switch
        {
            SweepKind.GoodForContinuous => terms.TimeInForce == TimeInForce.GoodForContinuous,
            SweepKind.GoodForAuction => terms.TimeInForce == TimeInForce.GoodForAuction,
            SweepKind.TickChanged => IsOffGrid(job.Order, terms.LimitTicks),
            _ => true,
        };
    }

    public static CancelReason ReasonOf(SweepKind kind) => kind switch
    {
        SweepKind.GoodForContinuous => CancelReason.ContinuousEnd,
        SweepKind.GoodForAuction => CancelReason.AuctionEnd,
        SweepKind.TickChanged => CancelReason.TickChanged,
        _ => CancelReason.MarketClosed,
    };

    /// <summary>Q2: its limit, or the price at which it rests: where it slid, or what its trigger gave it.</summary>
    private bool IsOffGrid(int slot, long limitTicks)
    {
        ref readonly var order = ref state.Orders[slot];
        var increment = state.Markets[order.Market].Rules.PriceIncrementTicks;
        return !PriceGrid.IsOn(limitTicks, increment)
            || (order.Place == OrderPlace.Level && !PriceGrid.IsOn(order.PriceTicks, increment));
    }

    private int First(Market market, int list)
    {
        if (list == Lists - 1)
        {
            return market.OffBook.First;
        }

        var level = market.Ladder(list == 0 ? Side.Buy : Side.Sell).Best;
        return level < 0 ? -1 : state.Books.Level(level).Oldest;
    }
}
