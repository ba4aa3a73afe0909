using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>O-AON: resting all-or-none orders as makers, behind all normal orders of their price.</summary>
internal sealed class AllOrNoneBook(EngineState state)
{
    /// <summary>
    /// Slot of the first all-or-none order that the taker would fill completely, with a better price than the best
    /// level that the taker crosses (null = there is none); −1 if there is none. Own orders are passed over.
    /// </summary>
    public int Find(in Taker taker, Market market, long? bestTicks)
    {
        var opposite = taker.Side == Side.Buy ? Side.Sell : Side.Buy;
        var slot = market.AllOrNone(opposite).First;
        if (slot < 0 || taker.IsPassive)
        {
            return -1;
        }

        for (; slot >= 0; slot = Chain<ByKind>.Next(state.Orders, slot))
        {
            ref readonly var order = ref state.Orders[slot];
            if (!taker.Crosses(order.PriceTicks) || !IsBetter(taker.Side, order.PriceTicks, bestTicks))
            {
                return -1;
            }

            if (order.LeavesLots <= taker.Lots
                && order.Owner != taker.Owner
                && taker.Window.Contains(order.PriceTicks))
            {
                return slot;
            }
        }

        return -1;
    }

    private static bool IsBetter(Side takerSide, long priceTicks, long? bestTicks) =>
        bestTicks is not { } best || (takerSide == Side.Buy ? priceTicks < best : priceTicks > best);
}
