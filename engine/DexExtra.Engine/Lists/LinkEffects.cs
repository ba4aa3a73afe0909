using DexExtra.Messages;

namespace DexExtra.Engine.Lists;

/// <summary>
/// Notes what fills, releases and ends of orders will do to the other orders of their list (T12–T14);
/// <see cref="LinkActions"/> carries it out.
/// </summary>
internal sealed class LinkEffects(EngineState state)
{
    /// <summary>An order of a list traded so many lots, which its leaves already show.</summary>
    public void OnFill(int slot, long lots)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        Add(LinkActionKind.Cancel, terms.Parent, 0);
        Add(Updates(terms.ListKind) ? LinkActionKind.TakeOut : LinkActionKind.Cancel, terms.Sibling, lots);
        ActivateOnFill(terms.FirstChild, lots);
        ActivateOnFill(terms.SecondChild, lots);
    }

    /// <summary>A stop of a list was released.</summary>
    public void OnRelease(int slot)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        Add(LinkActionKind.Cancel, terms.Parent, 0);
        if (!Updates(terms.ListKind))
        {
            Add(LinkActionKind.Cancel, terms.Sibling, 0);
        }
    }

    /// <summary>
    /// An order of a list is over; its slot is still whole. The other orders forget it: the slot is used again.
    /// </summary>
    public void OnEnd(int slot, CancelReason reason)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        var filled = state.Records[state.Orders[slot].Record].CumulativeLots;
        if (terms.Sibling >= 0)
        {
            // a filled order has said so with its fills; what the other one ended does not answer it; a parent that
            // ends has its own word for each child
            var isNews = reason is not (default(CancelReason) or CancelReason.LinkedOrder or CancelReason.ParentEnded)
                && (filled == 0 || !Updates(terms.ListKind));
            Add(LinkActionKind.Cancel, isNews ? terms.Sibling : -1, 0);
            state.Orders.Terms(terms.Sibling).Sibling = -1;
        }

        if (terms.Parent >= 0)
        {
            ref var parent = ref state.Orders.Terms(terms.Parent);
            parent.FirstChild = parent.FirstChild == slot ? -1 : parent.FirstChild;
            parent.SecondChild = parent.SecondChild == slot ? -1 : parent.SecondChild;
        }

        Leave(terms.FirstChild, filled);
        Leave(terms.SecondChild, filled);
    }

    /// <summary>T13: legs that take fills out of each other instead of cancelling each other.</summary>
    private static bool Updates(ListKind kind) => kind is ListKind.OneUpdatesOther or ListKind.BracketOuo;

    private void ActivateOnFill(int child, long lots)
    {
        if (child >= 0 && (state.Orders.Terms(child).Flags & OrderFlags.ActivateOnFull) == 0)
        {
            Add(LinkActionKind.Activate, child, lots);
        }
    }

    private void Leave(int child, long filled)
    {
        if (child < 0)
        {
            return;
        }

        ref var terms = ref state.Orders.Terms(child);
        terms.Parent = -1;
        if ((terms.Flags & OrderFlags.ActivateOnFull) != 0 && filled > 0)
        {
            Add(LinkActionKind.Activate, child, filled);
        }

        Add(LinkActionKind.ParentEnded, child, 0);
    }

    private void Add(LinkActionKind kind, int slot, long lots)
    {
        if (slot >= 0)
        {
            state.Effects.Links.Add(new LinkAction
            {
                Kind = kind,
                Slot = slot,
                OrderId = state.Orders[slot].OrderId,
                Lots = lots,
            });
        }
    }
}
