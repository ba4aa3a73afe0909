using DexExtra.Engine.Book;
using DexExtra.Engine.Lists;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// An order that outlives its own entry is kept: time can act on it (O-GTDX), its account's lists name it (C6). Every
/// order is closed exactly once, whatever ended it.
/// </summary>
internal sealed class OpenOrders(EngineState state, LinkEffects links)
{
    /// <summary>Keeps an order; does nothing if it is kept already.</summary>
    public void Keep(int slot)
    {
        ref var order = ref state.Orders[slot];
        if (state.Due.Contains(slot))
        {
            return;
        }

        state.Due.Add(slot, order.DueSeconds, state.Orders);
        Chain<ByPosition>.Append(state.Orders, ref List(in order), slot);
        if ((order.Traits & OrderTraits.Pegged) != 0)
        {
            Chain<ByKind>.Append(state.Orders, ref state.Markets[order.Market].Pegs, slot);
        }

        CountKinds(slot, in order, 1);
    }

    /// <summary>C4: who signed its newest version, −1 = its owner himself.</summary>
    public void SetGrant(int slot, int grant)
    {
        ref var present = ref state.Orders.Terms(slot).Grant;
        if (present == grant)
        {
            return;
        }

        LeaveGrant(slot);
        present = grant;
        state.Orders[slot].IsGranted = grant >= 0;
        if (grant >= 0)
        {
            Chain<ByGrant>.Append(state.Orders, ref state.SessionKeys[grant].Orders, slot);
        }
    }

    /// <summary>Time acts on the order at another moment from here on.</summary>
    public void SetDue(int slot, ulong dueSeconds)
    {
        state.Orders[slot].DueSeconds = dueSeconds;
        if (state.Due.Contains(slot))
        {
            state.Due.Move(slot, dueSeconds, state.Orders);
        }
    }

    /// <summary>O-TWAP: the next slice; without a second there is none.</summary>
    public void SetSlice(int slot, ulong? seconds)
    {
        if (state.Slices.Contains(slot))
        {
            state.Slices.Remove(slot);
        }

        if (seconds is { } due)
        {
            state.Slices.Add(slot, due, state.Orders);
        }
    }

    /// <summary>
    /// The order is over and in no place: its record gets the final status, orders linked to it hear of it, its slot is
    /// free.
    /// </summary>
    public void Close(int slot, OrderStatus status, CancelReason reason)
    {
        ref var order = ref state.Orders[slot];
        Invariant.That(order.Place == OrderPlace.Entering, "an order leaves its place before it ends");
        state.Records.Finish(order.Record, status, reason, state.TimestampNs);
        if ((order.Traits & OrderTraits.Linked) != 0)
        {
            links.OnEnd(slot, reason);
        }

        if ((order.Traits & OrderTraits.Quote) != 0)
        {
            state.Quotes.Detach(slot);
        }

        LeaveGrant(slot);
        if (state.Due.Contains(slot))
        {
            state.Sweeps.OnClose(slot);
            state.Due.Remove(slot);
            SetSlice(slot, null);
            Chain<ByPosition>.Remove(state.Orders, ref List(in order), slot);
            if ((order.Traits & OrderTraits.Pegged) != 0)
            {
                Chain<ByKind>.Remove(state.Orders, ref state.Markets[order.Market].Pegs, slot);
            }

            CountKinds(slot, in order, -1);
        }

        state.Orders.Return(slot);
    }

    private void LeaveGrant(int slot)
    {
        if (state.Orders[slot].IsGranted)
        {
            var grant = state.Orders.Terms(slot).Grant;
            Chain<ByGrant>.Remove(state.Orders, ref state.SessionKeys[grant].Orders, slot);
        }
    }

    private ref ChainHead List(in Order order) =>
        ref state.Positions[order.Position].Orders(order.Side, order.IsReduceOnly);

    private void CountKinds(int slot, in Order order, int change)
    {
        ref var account = ref state.Accounts[order.Account];
        account.OpenOrders += change;
        if (!order.IsCounted)
        {
            return;
        }

        ref readonly var terms = ref state.Orders.Terms(slot);
        account.Stops += OrderCombinations.IsTriggered(terms.Type) ? change : 0;
        if (OrderCombinations.IsTrailing(terms.Type))
        {
            state.Markets[order.Market].Triggers.TrailingOrders += change;
        }

        if (terms.TimeInForce is TimeInForce.GoodForAuction or TimeInForce.GoodForContinuous)
        {
            state.Markets[order.Market].PhaseBoundOrders += change;
        }
    }
}
