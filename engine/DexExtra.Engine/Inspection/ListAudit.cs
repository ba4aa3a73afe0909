using DexExtra.Engine.Book;

namespace DexExtra.Engine.Inspection;

/// <summary>Of one open order (T12–T14): links are mutual, waiting lots are part of the leaves.</summary>
internal static class ListAudit
{
    public static void Check(EngineState state, int slot)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        ref readonly var order = ref state.Orders[slot];
        var isLinked = (order.Traits & OrderTraits.Linked) != 0;
        Invariant.That(
            isLinked || (terms.Sibling < 0 && terms.Parent < 0 && terms.FirstChild < 0 && terms.SecondChild < 0),
            "only orders of lists have links");
        Invariant.That(
            terms.Sibling < 0 || state.Orders.Terms(terms.Sibling).Sibling == slot, "siblings know each other");
        Invariant.That(
            terms.Parent < 0 || state.Orders.Terms(terms.Parent).FirstChild == slot
                || state.Orders.Terms(terms.Parent).SecondChild == slot,
            "a parent knows its children");
        Invariant.That(
            (terms.FirstChild < 0 || state.Orders.Terms(terms.FirstChild).Parent == slot)
                && (terms.SecondChild < 0 || state.Orders.Terms(terms.SecondChild).Parent == slot),
            "children know their parent");
        Invariant.That(
            terms.DormantLots >= 0 && terms.DormantLots <= order.LeavesLots
                && (terms.DormantLots == order.LeavesLots) == (order.Place == OrderPlace.Dormant)
                && (terms.DormantLots == 0 || terms.Parent >= 0),
            "lots wait only for a parent, and orders without others are dormant");
    }
}
