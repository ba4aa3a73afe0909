using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>What the earlier legs of a list will take when the list is accepted; zero for a single order.</summary>
internal struct EarlierLegs
{
    public int Orders;

    /// <summary>Of these, those that may outlive the command.</summary>
    public int OpenOrders;
    public int ReduceOnlyOrders;
    public int TrailingStops;

    /// <summary>Orders with a trigger.</summary>
    public int Stops;
    public long BuyLots;
    public long SellLots;

    /// <summary>Of these, lots of reduce-only legs.</summary>
    public long ReducingBuys;
    public long ReducingSells;
    public Int128 Hold;

    /// <summary>U3: an order of a block trade: the book is not asked.</summary>
    public bool IsBlock;

    /// <summary>Some of them may open a position.</summary>
    public readonly bool MayOpen => BuyLots + SellLots > ReducingBuys + ReducingSells;

    /// <summary>Counts one more leg.</summary>
    public void Add(in Candidate candidate)
    {
        ref readonly var order = ref candidate.Order;
        Orders++;
        OpenOrders += candidate.MayStayOpen ? 1 : 0;
        ReduceOnlyOrders += order.IsReduceOnly ? 1 : 0;
        TrailingStops += OrderCombinations.IsTrailing(candidate.Terms.Type) ? 1 : 0;
        Stops += candidate.Waits ? 1 : 0;
        BuyLots += order.Side == Side.Buy ? order.LeavesLots : 0;
        SellLots += order.Side == Side.Sell ? order.LeavesLots : 0;
        ReducingBuys += order is { IsReduceOnly: true, Side: Side.Buy } ? order.LeavesLots : 0;
        ReducingSells += order is { IsReduceOnly: true, Side: Side.Sell } ? order.LeavesLots : 0;
        Hold += order.Hold;
    }
}
