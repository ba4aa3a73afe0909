using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>What one resting order can give a taker, what meeting it costs, and the fill itself (I-RO-3).</summary>
internal sealed class MakerFills(EngineState state, TradePosting trades, OrderCancellation cancellation)
{
    /// <summary>What a list can set off per fill: one sibling and two children (T12–T14).</summary>
    private const int LinkCost = 3;

    /// <summary>
    /// Cost in the command's budget: the order, the reduce-only orders that its fill may end, those of its list.
    /// </summary>
    public int Cost(int maker)
    {
        ref readonly var order = ref state.Orders[maker];
        return 1 + state.Positions[order.Position].ReduceOnlyCount
            + ((order.Traits & OrderTraits.Linked) != 0 ? LinkCost : 0);
    }

    /// <summary>The same for two orders that meet in an uncrossing.</summary>
    public int PairCost(int buy, int sell) => Cost(buy) + Cost(sell) - 1;

    /// <summary>Lots that the order shows and its position lets it trade now.</summary>
    public long Capacity(int maker)
    {
        ref readonly var order = ref state.Orders[maker];
        return order.Place == OrderPlace.AllOrNone ? order.LeavesLots
            : order.IsReduceOnly ? Math.Min(order.DisplayedLots, Closable(in order))
            : order.DisplayedLots;
    }

    /// <summary>
    /// Trades so many lots at most with an order of another owner; a reduce-only order whose position is used up ends.
    /// False if the command may make no more matches.
    /// </summary>
    public bool Fill<TSink>(ref Taker taker, int maker, long lots, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var orderId = state.Orders[maker].OrderId;
        lots = Math.Min(lots, Capacity(maker));
        if (lots > 0)
        {
            if (!state.Effects.Budget.Fill())
            {
                return false;
            }

            trades.Execute(ref taker, maker, lots, market, ref sink);
        }

        // a filled order's slot may not be reused before the taker is done: it still tells whether it is open
        ref readonly var order = ref state.Orders[maker];
        if (order.OrderId == orderId && order.IsReduceOnly && order.LeavesLots > 0
            && state.Books.ActiveLots(maker) > 0 && Closable(in order) == 0)
        {
            cancellation.Cancel(maker, CancelReason.ReduceOnlyCap, ref sink);
        }

        return true;
    }

    private long Closable(in Order order) =>
        Position.ClosableLots(state.Positions[order.Position].Lots, order.Side);
}
