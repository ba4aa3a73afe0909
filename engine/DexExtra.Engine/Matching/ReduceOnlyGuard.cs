using DexExtra.Engine.Book;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// I-RO-4: after a position changed, its reduce-only orders fit it again. Those that would open are cancelled; of the
/// resting ones the least aggressive, newest first, lose what is too much.
/// </summary>
internal sealed class ReduceOnlyGuard(EngineState state, OrderCancellation cancellation)
{
    public bool HasWork => !state.Effects.Positions.IsEmpty;

    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        while (HasWork)
        {
            var position = state.Effects.Positions.Take();
            if (state.Positions[position].Mode != MarginMode.Full)
            {
                state.Effects.Reviews.Add(position);
            }

            CancelStranded(position, Side.Buy, ref sink);
            CancelStranded(position, Side.Sell, ref sink);
            Trim(position, Side.Buy, ref sink);
            Trim(position, Side.Sell, ref sink);
        }
    }

    /// <summary>
    /// I-RO-2: before a reduce-only order that is in no place takes, it loses the lots that its position could not
    /// close. False if it can close nothing: then it is over.
    /// </summary>
    public bool Clip<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[slot];
        var closable = Position.ClosableLots(state.Positions[order.Position].Lots, order.Side);
        if (!order.IsReduceOnly || state.Books.ActiveLots(slot) <= closable)
        {
            return true;
        }

        if (closable == 0)
        {
            cancellation.Cancel(slot, CancelReason.PositionClosed, ref sink);
            return false;
        }

        var lots = state.Books.ActiveLots(slot) - closable;
        cancellation.Reduce(slot, lots, CancelReason.ReduceOnlyCap, ref sink);
        return true;
    }

    /// <summary>Those of a side that closes nothing.</summary>
    private void CancelStranded<TSink>(int position, Side side, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Position.ClosableLots(state.Positions[position].Lots, side) > 0)
        {
            return;
        }

        for (var slot = state.Positions[position].Orders(side, true).First; slot >= 0;)
        {
            var next = Chain<ByPosition>.Next(state.Orders, slot);
            if (state.Orders[slot].Place != OrderPlace.Dormant)
            {
                cancellation.Cancel(slot, CancelReason.PositionClosed, ref sink);
            }

            slot = next;
        }
    }

    private void Trim<TSink>(int position, Side side, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var closable = Position.ClosableLots(state.Positions[position].Lots, side);
        while (Excess(position, side, closable, out var worst) is var excess and > 0)
        {
            var lots = Math.Min(excess, state.Books.ActiveLots(worst));
            if (lots == state.Orders[worst].LeavesLots)
            {
                cancellation.Cancel(worst, CancelReason.ReduceOnlyCap, ref sink);
            }
            else
            {
                cancellation.Reduce(worst, lots, CancelReason.ReduceOnlyCap, ref sink);
            }
        }
    }

    /// <summary>Resting lots beyond what the position can close, and the order to lose lots first.</summary>
    private long Excess(int position, Side side, long closable, out int worst)
    {
        worst = -1;
        var lots = -closable;
        var slot = state.Positions[position].Orders(side, true).First;
        for (; slot >= 0; slot = Chain<ByPosition>.Next(state.Orders, slot))
        {
            if (state.Orders[slot].Place == OrderPlace.Level)
            {
                lots += state.Books.ActiveLots(slot);
                worst = worst < 0 || IsLessAggressive(slot, worst) ? slot : worst;
            }
        }

        return lots;
    }

    private bool IsLessAggressive(int slot, int other)
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var than = ref state.Orders[other];
        if (order.PriceTicks == than.PriceTicks)
        {
            return order.Stamp > than.Stamp;
        }

        return order.Side == Side.Buy ? order.PriceTicks < than.PriceTicks : order.PriceTicks > than.PriceTicks;
    }
}
