using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// S2, S4: acts where an incoming order meets one of its own owner. Always reports the prevented match first, then
/// what its mode does to the resting order; the end of the incoming order is the caller's, like every other end.
/// </summary>
internal sealed class SelfTradeGuard(EngineState state, OrderCancellation cancellation)
{
    /// <summary>True if the taker goes on matching, with lots open.</summary>
    public bool Prevent<TSink>(ref Taker taker, int maker, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if ((taker.Flags & TradeFlags.Liquidation) != 0)
        {
            cancellation.Cancel(maker, CancelReason.SelfTrade, ref sink);
            return true;
        }

        var lots = Math.Min(taker.Lots, state.Orders[maker].DisplayedLots);
        Report(taker.Slot, maker, taker.SelfTrade, state.Orders[maker].PriceTicks, lots, market, ref sink);
        switch (taker.SelfTrade)
        {
            case SelfTradePrevention.CancelOldest:
                cancellation.Cancel(maker, CancelReason.SelfTrade, ref sink);
                return true;
            case SelfTradePrevention.CancelBoth:
                cancellation.Cancel(maker, CancelReason.SelfTrade, ref sink);
                return false;
            case SelfTradePrevention.Decrement:
                Remove(maker, lots, ref sink);
                return Decrement(ref taker, lots, ref sink);
            default:
                return false;
        }
    }

    /// <summary>Takes lots out of an order, or ends it when none would be left.</summary>
    public void Remove<TSink>(int slot, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Orders[slot].LeavesLots == lots)
        {
            cancellation.Cancel(slot, CancelReason.SelfTrade, ref sink);
        }
        else
        {
            cancellation.Reduce(slot, lots, CancelReason.SelfTrade, ref sink);
        }
    }

    /// <summary>The event alone (S4).</summary>
    public void Report<TSink>(
        int newer, int older, SelfTradePrevention mode, long priceTicks, long lots, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var taker = Describe(newer);
        var newerAccount = state.Orders[newer].Account;
        var olderAccount = state.Orders[older].Account;
        taker.AccountSequence = state.Accounts.NextSequence(newerAccount);
        var maker = Describe(older);
        maker.AccountSequence = olderAccount == newerAccount
            ? taker.AccountSequence
            : state.Accounts.NextSequence(olderAccount);
        var prevented = new PreventedMatch
        {
            MarketId = market.Terms.MarketId,
            Mode = mode,
            Aggressor = state.Orders[newer].Side,
            PriceTicks = priceTicks,
            QuantityLots = lots,
            Taker = taker,
            Maker = maker,
        };
        sink.Append(EventType.PreventedMatch, in prevented);
    }

    private bool Decrement<TSink>(ref Taker taker, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        taker.Lots -= lots;
        if (state.Orders[taker.Slot].LeavesLots == lots)
        {
            return false;
        }

        cancellation.Reduce(taker.Slot, lots, CancelReason.SelfTrade, ref sink);
        return taker.Lots > 0;
    }

    private PreventedSide Describe(int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        return new PreventedSide
        {
            Account = state.Accounts[order.Account].Id,
            OrderId = order.OrderId,
            ClientOrderId = state.Records[order.Record].ClientOrderId,
        };
    }
}
