using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>Gate 6: room in every table that the order will use, its earlier legs counted in.</summary>
internal sealed class CapacityRules(EngineState state)
{
    /// <summary>None, LIMIT_REACHED or SETTLEMENT_BACKLOG.</summary>
    public RejectReason Check(in Candidate candidate, in EarlierLegs earlier)
    {
        ref readonly var order = ref candidate.Order;
        var market = candidate.Market;
        var earlierLots = order.Side == Side.Buy ? earlier.BuyLots : earlier.SellLots;
        var hasRoom = state.Records.HasRoom(earlier.Orders + 1)
            && HasPlace(in candidate, in earlier)
            && HasKindRoom(in candidate, in earlier)
            && state.Positions.HasRoom(order.Account, market.Slot, order.Side, order.LeavesLots + earlierLots)
            && state.Ledger.CanHold(order.Account, market.Asset);
        if (!hasRoom)
        {
            return RejectReason.LimitReached;
        }

        return state.Settlement.Free > 0 ? RejectReason.None : RejectReason.SettlementBacklog;
    }

    private bool HasPlace(in Candidate candidate, in EarlierLegs earlier)
    {
        if (!candidate.MayStayOpen)
        {
            return true;
        }

        ref readonly var order = ref candidate.Order;
        ref readonly var terms = ref candidate.Terms;
        var market = candidate.Market;
        return state.Orders.HasRoom(earlier.OpenOrders + 1)
            && (candidate.Waits && !OrderCombinations.IsTrailing(terms.Type)
                ? state.Placement.HasTriggerRoom(
                    market, terms.Source, terms.FiresUpward, terms.TriggerTicks, earlier.Orders)
                : state.Books.HasRoom(market, order.Side, order.PriceTicks, earlier.Orders));
    }

    private bool HasKindRoom(in Candidate candidate, in EarlierLegs earlier)
    {
        ref readonly var order = ref candidate.Order;
        var market = candidate.Market;
        return (!order.IsReduceOnly || !candidate.MayStayOpen || ReduceOnlyOrders(in order) + earlier.ReduceOnlyOrders
                < Limits.MaxReduceOnlyOrders)
            && (candidate.Terms.Type != OrderType.Pegged || market.Pegs.Count < Limits.MaxPeggedOrders)
            && (!OrderCombinations.IsTrailing(candidate.Terms.Type)
                || market.Triggers.TrailingOrders + earlier.TrailingStops < Limits.MaxTrailingStops)
            && ((candidate.Terms.Flags & OrderFlags.AllOrNone) == 0
                || market.AllOrNone(order.Side).Count < Limits.MaxAllOrNoneOrders);
    }

    private int ReduceOnlyOrders(in Order order) =>
        state.Positions.TryFind(order.Account, order.Market, out var position)
            ? state.Positions[position].Orders(order.Side, true).Count
            : 0;
}
