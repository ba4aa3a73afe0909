using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// S6: at most one owner has more to buy and sell than the whole volume; the excess could only trade with himself. It
/// is taken from both sides of that owner, newest with newest.
/// </summary>
internal sealed class AuctionSelfTrade(EngineState state, AuctionGroups groups, SelfTradeGuard guard, MakerFills fills)
{
    private readonly NewestAllotments _buys = new(state.Options.MaxOpenOrders);
    private readonly NewestAllotments _sells = new(state.Options.MaxOpenOrders);

    // his allotments that are not collected yet, −1 = none
    private int _nextBuy;
    private int _nextSell;

    /// <summary>The owner with the excess, −1 = none.</summary>
    public int Group { get; private set; }

    /// <summary>Lots that will be taken from each side; all allotments are made.</summary>
    public long Begin(long volumeLots)
    {
        _buys.Clear();
        _sells.Clear();
        Group = groups.FindAbove(volumeLots);
        _nextBuy = Group < 0 ? -1 : groups.First(Group, Side.Buy);
        _nextSell = Group < 0 ? -1 : groups.First(Group, Side.Sell);
        return Group < 0 ? 0 : groups[Group].Lots - volumeLots;
    }

    /// <summary>Finds the owner's allotments, as far as the command may; true when all are found.</summary>
    public bool Collect() => Collect(_buys, ref _nextBuy) && Collect(_sells, ref _nextSell);

    /// <summary>One pair after the other, as far as the command may; true when the excess is gone.</summary>
    public bool Run<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var uncrossing = state.Uncrossing;
        while (uncrossing.ExcessLots > 0)
        {
            var cost = fills.PairCost(uncrossing[_buys.Newest].Slot, uncrossing[_sells.Newest].Slot);
            if (!uncrossing.Meet(cost))
            {
                return false;
            }

            PreventOne(market, ref sink);
        }

        return true;
    }

    private bool Collect(NewestAllotments newest, ref int next)
    {
        var uncrossing = state.Uncrossing;
        while (next >= 0)
        {
            if (!uncrossing.Visit())
            {
                return false;
            }

            newest.Add(uncrossing[next].Stamp, next);
            next = uncrossing[next].Next;
            uncrossing.CollectedCount++;
        }

        return true;
    }

    private void PreventOne<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var uncrossing = state.Uncrossing;
        ref readonly var buy = ref uncrossing[_buys.Newest];
        ref readonly var sell = ref uncrossing[_sells.Newest];
        var buyLots = state.Orders.Terms(buy.Slot).AllocatedLots;
        var sellLots = state.Orders.Terms(sell.Slot).AllocatedLots;
        var lots = Math.Min(uncrossing.ExcessLots, Math.Min(buyLots, sellLots));
        var (newer, older) = buy.Stamp > sell.Stamp ? (buy.Slot, sell.Slot) : (sell.Slot, buy.Slot);
        guard.Report(newer, older, SelfTradePrevention.Decrement, market.Call.PriceTicks, lots, market, ref sink);
        uncrossing.ExcessLots -= lots;
        market.Call.OpenLots -= lots;
        Remove(_buys, Side.Buy, lots, ref sink);
        Remove(_sells, Side.Sell, lots, ref sink);
        Invariant.That(
            uncrossing.ExcessLots == 0 || (_buys.Count > 0 && _sells.Count > 0),
            "an owner has the excess on both sides");
    }

    /// <summary>An allotment without lots names no order any more: its slot may be used again.</summary>
    private void Remove<TSink>(NewestAllotments newest, Side side, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var index = newest.Newest;
        ref var allotment = ref state.Uncrossing[index];
        var slot = allotment.Slot;
        var isUsedUp = state.Orders.Terms(slot).AllocatedLots == lots;
        groups.Remove(Group, side, index, lots, isUsedUp);
        if (isUsedUp)
        {
            allotment.Slot = -1;
            newest.RemoveNewest();
        }

        state.Uncrossing.Take(slot, lots);
        guard.Remove(slot, lots, ref sink);
    }
}
