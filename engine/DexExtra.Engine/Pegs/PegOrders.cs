using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Pegs;

/// <summary>O-PEG: prices of pegged orders, and their moves between book and parking place.</summary>
internal sealed class PegOrders(EngineState state)
{
    private readonly PegPrices _prices = new(state);

    /// <summary>The price at which a new pegged order rests; false if it would be parked.</summary>
    public bool TryPrice(in Candidate candidate, out long priceTicks)
    {
        var references = new PegReferences(candidate.Market, state.Books);
        return _prices.TryGet(
            candidate.Market, in references, candidate.Order.Side, in candidate.Terms, out priceTicks);
    }

    /// <summary>Puts an accepted pegged order on the book or parks it; it is kept already.</summary>
    public void Place<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = state.Markets[state.Orders[slot].Market];
        var references = new PegReferences(market, state.Books);
        Move(slot, market, in references);
        if (state.Orders[slot].Place == OrderPlace.Level)
        {
            state.Placement.ReportShown(slot, ref sink);
        }
    }

    /// <summary>
    /// Step 5: pegs of changed markets follow their references, those of one market in order of entry. Markets beyond
    /// what one command may visit wait for the next.
    /// </summary>
    public void Reprice<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        var backlog = state.PegBacklog;
        foreach (var slot in state.Touched.ChangedMarkets)
        {
            backlog.Add(state.Markets[slot]);
        }

        while (backlog.Count > 0 && backlog.TryVisit(state.Markets[backlog.First]))
        {
            var market = state.Markets[backlog.First];
            backlog.RemoveFirst();
            Reprice(market, ref sink);
        }
    }

    /// <summary>
    /// A call begins: all pegs leave the book, or where the command may not visit so many, in a next one: the market is
    /// in the backlog until then.
    /// </summary>
    public void ParkAll<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.PegBacklog.TryVisit(market))
        {
            state.PegBacklog.Add(market);
            return;
        }

        for (var slot = market.Pegs.First; slot >= 0; slot = Chain<ByKind>.Next(state.Orders, slot))
        {
            if (state.Orders[slot].Place == OrderPlace.Level)
            {
                Park(slot);
                Report(slot, ref sink);
            }
        }
    }

    /// <summary>The market matches again: its pegs take their prices, or, like above, in a next command.</summary>
    public void ComeBack<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.PegBacklog.TryVisit(market))
        {
            Reprice(market, ref sink);
        }
        else
        {
            state.PegBacklog.Add(market);
        }
    }

    private void Reprice<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (market.Pegs.Count == 0)
        {
            return;
        }

        var references = new PegReferences(market, state.Books);
        for (var slot = market.Pegs.First; slot >= 0; slot = Chain<ByKind>.Next(state.Orders, slot))
        {
            if (Move(slot, market, in references))
            {
                Report(slot, ref sink);
            }
        }
    }

    /// <summary>True if the order is elsewhere now.</summary>
    private bool Move(int slot, Market market, in PegReferences references)
    {
        ref var order = ref state.Orders[slot];
        var from = order.Place;
        var hasPrice = _prices.TryGet(market, in references, order.Side, in state.Orders.Terms(slot), out var ticks);
        if (from == OrderPlace.Level && hasPrice && order.PriceTicks == ticks)
        {
            return false;
        }

        if (from == OrderPlace.Level)
        {
            state.Placement.TakeOff(slot);
        }

        if (!hasPrice || !state.Books.HasRoom(market, order.Side, ticks))
        {
            Park(slot);
            return from == OrderPlace.Level;
        }

        state.Placement.TakeOff(slot);
        order.PriceTicks = ticks;
        state.Placement.Rest(slot);
        ref var record = ref state.Records[order.Record];
        record.Status = record.CumulativeLots == 0 ? OrderStatus.New : OrderStatus.PartiallyFilled;
        return true;
    }

    private void Park(int slot)
    {
        ref var order = ref state.Orders[slot];
        if (order.Place == OrderPlace.ParkedPeg)
        {
            return;
        }

        state.Placement.TakeOff(slot);
        state.Placement.Park(slot, OrderPlace.ParkedPeg);
        order.PriceTicks = state.Orders.Terms(slot).LimitTicks;
        state.Records[order.Record].Status = OrderStatus.PendingTrigger;
    }

    private void Report<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[slot];
        var isParked = order.Place == OrderPlace.ParkedPeg;
        var repriced = new OrderRepriced
        {
            Account = state.Accounts[order.Account].Id,
            OrderId = order.OrderId,
            ClientOrderId = state.Records[order.Record].ClientOrderId,
            AccountSequence = state.Accounts.NextSequence(order.Account),
            MarketId = state.Markets[order.Market].Terms.MarketId,
            IsParked = isParked ? (byte)1 : (byte)0,
            PriceTicks = isParked ? 0 : order.PriceTicks,
        };
        sink.Append(EventType.OrderRepriced, in repriced);
        if (!isParked)
        {
            state.Placement.ReportShown(slot, ref sink);
        }
    }
}
