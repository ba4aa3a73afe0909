using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// S2, S4: acts where an incoming order meets one of its own owner. Always reports the prevented match first, then
/// what its mode does to the resting order; the end of the incoming order is the caller's, like every other end.
/// </summary>
internal sealed class SelfTradeGuard(EngineState state, OrderCancellation cancellation)
{
    /// <summary>True if the incoming order goes on matching, with lots open.</summary>
    public bool Prevent<TSink>(ref Order incoming, int restingSlot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var lots = Math.Min(incoming.LeavesLots, state.Books[restingSlot].LeavesLots);
        Report(in incoming, in state.Books[restingSlot], market, lots, ref sink);
        switch (incoming.SelfTrade)
        {
            case SelfTradePrevention.CancelOldest:
                cancellation.CancelResting(restingSlot, CancelReason.SelfTrade, 0, ref sink);
                return true;
            case SelfTradePrevention.CancelBoth:
                cancellation.CancelResting(restingSlot, CancelReason.SelfTrade, 0, ref sink);
                return false;
            case SelfTradePrevention.Decrement:
                return Decrement(ref incoming, restingSlot, lots, ref sink);
            default:
                return false;
        }
    }

    private bool Decrement<TSink>(ref Order incoming, int restingSlot, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Books[restingSlot].LeavesLots == lots)
        {
            cancellation.CancelResting(restingSlot, CancelReason.SelfTrade, 0, ref sink);
        }
        else
        {
            cancellation.ReduceResting(restingSlot, lots, CancelReason.SelfTrade, ref sink);
        }

        if (incoming.LeavesLots == lots)
        {
            return false;
        }

        cancellation.Reduce(ref incoming, lots, CancelReason.SelfTrade, ref sink);
        return true;
    }

    private void Report<TSink>(in Order incoming, in Order resting, Market market, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var taker = Describe(in incoming);
        taker.AccountSequence = state.Accounts.NextSequence(incoming.Account);
        var maker = Describe(in resting);
        maker.AccountSequence = resting.Account == incoming.Account
            ? taker.AccountSequence
            : state.Accounts.NextSequence(resting.Account);
        var prevented = new PreventedMatch
        {
            MarketId = market.Terms.MarketId,
            Mode = incoming.SelfTrade,
            Aggressor = incoming.Side,
            PriceTicks = resting.PriceTicks,
            QuantityLots = lots,
            Taker = taker,
            Maker = maker,
        };
        sink.Append(EventType.PreventedMatch, in prevented);
    }

    private PreventedSide Describe(in Order order) => new()
    {
        Account = state.Accounts[order.Account].Id,
        OrderId = order.OrderId,
        ClientOrderId = state.Records[order.Record].ClientOrderId,
    };
}
