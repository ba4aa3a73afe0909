using DexExtra.Engine.Book;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Lists;

/// <summary>
/// Effects A (docs/matching.md §2, §11): carries out what orders of lists do to each other, in order of what happened.
/// Each action may add more; the queue says what bounds them.
/// </summary>
internal sealed class LinkActions(
    EngineState state, LinkEffects links, OrderCancellation cancellation, ChildOrders children)
{
    public bool HasWork => !state.Effects.Links.IsEmpty;

    /// <summary>A stop of a list is released; what that does to the others comes before it matches.</summary>
    public void Release<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        links.OnRelease(slot);
        Run(ref sink);
    }

    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        while (HasWork)
        {
            var action = state.Effects.Links.Take();
            if (IsOpen(in action))
            {
                Execute(in action, ref sink);
            }
        }
    }

    /// <summary>A slot that was freed tells by its order id or its leaves that the order is over.</summary>
    private bool IsOpen(in LinkAction action)
    {
        ref readonly var order = ref state.Orders[action.Slot];
        return order.OrderId == action.OrderId
            && state.Records.TryFind(action.OrderId, out var record)
            && state.Records[record].IsLive;
    }

    private void Execute<TSink>(in LinkAction action, ref TSink sink)
        where TSink : struct, IEventSink
    {
        switch (action.Kind)
        {
            case LinkActionKind.Cancel:
                TakeOut(action.Slot, state.Orders[action.Slot].LeavesLots, ref sink);
                break;
            case LinkActionKind.TakeOut:
                TakeOut(action.Slot, action.Lots, ref sink);
                break;
            case LinkActionKind.Activate:
                children.Activate(action.Slot, action.Lots, ref sink);
                break;
            default:
                children.EndWait(action.Slot, ref sink);
                break;
        }
    }

    /// <summary>T13: active lots first, then those that wait for a parent.</summary>
    private void TakeOut<TSink>(int slot, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if ((state.Orders[slot].Traits & OrderTraits.Allocated) != 0)
        {
            TakeOutFree(slot, lots, ref sink);
            return;
        }

        if (lots >= state.Orders[slot].LeavesLots)
        {
            cancellation.Cancel(slot, CancelReason.LinkedOrder, ref sink);
            return;
        }

        var active = state.Books.ActiveLots(slot);
        if (lots < active || state.Orders[slot].Place == OrderPlace.Dormant)
        {
            state.Orders.Terms(slot).DormantLots -= Math.Max(0, lots - active);
            cancellation.Reduce(slot, lots, CancelReason.LinkedOrder, ref sink, fromReserveFirst: true);
            return;
        }

        state.Placement.TakeOff(slot);
        state.Orders.Terms(slot).DormantLots -= lots - active;
        cancellation.Reduce(slot, lots, CancelReason.LinkedOrder, ref sink, fromReserveFirst: true);
        state.Placement.Park(slot, OrderPlace.Dormant);
    }

    /// <summary>A11: what an uncrossing has allotted trades; the rest may go.</summary>
    private void TakeOutFree<TSink>(int slot, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        lots = Math.Min(lots, state.Books.ActiveLots(slot) - state.Orders.Terms(slot).AllocatedLots);
        if (lots > 0)
        {
            cancellation.Reduce(slot, lots, CancelReason.LinkedOrder, ref sink, fromReserveFirst: true);
        }
    }
}
