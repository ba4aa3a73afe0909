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
    private readonly long[] _stamps = new long[state.Options.MaxOpenOrders];
    private readonly int[] _allotments = new int[state.Options.MaxOpenOrders];

    // the owner's buys are in front, his sells behind; both are used up from their end
    private int _buys;
    private int _sellsFrom;
    private int _sells;

    /// <summary>Lots that will be taken from each side.</summary>
    public long Begin(long volumeLots)
    {
        groups.Open();
        for (var group = 0; group < groups.Count; group++)
        {
            if (groups[group].Lots > volumeLots)
            {
                Collect(groups[group].Owner);
                return groups[group].Lots - volumeLots;
            }
        }

        return 0;
    }

    /// <summary>One pair after the other, as far as the command may; true when the excess is gone.</summary>
    public bool Run<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var uncrossing = state.Uncrossing;
        while (uncrossing.ExcessLots > 0)
        {
            var buy = uncrossing[_allotments[_buys - 1]].Slot;
            var sell = uncrossing[_allotments[_sells - 1]].Slot;
            if (!uncrossing.Meet(fills.PairCost(buy, sell)))
            {
                return false;
            }

            PreventOne(market, ref sink);
        }

        return true;
    }

    private void PreventOne<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var uncrossing = state.Uncrossing;
        ref var buy = ref uncrossing[_allotments[_buys - 1]];
        ref var sell = ref uncrossing[_allotments[_sells - 1]];
        var buyLots = state.Orders.Terms(buy.Slot).AllocatedLots;
        var sellLots = state.Orders.Terms(sell.Slot).AllocatedLots;
        var lots = Math.Min(uncrossing.ExcessLots, Math.Min(buyLots, sellLots));
        var (newer, older) = buy.Stamp > sell.Stamp ? (buy.Slot, sell.Slot) : (sell.Slot, buy.Slot);
        guard.Report(newer, older, SelfTradePrevention.Decrement, market.Call.PriceTicks, lots, market, ref sink);
        uncrossing.ExcessLots -= lots;
        market.Call.OpenLots -= lots;
        Remove(ref buy, lots, ref sink);
        Remove(ref sell, lots, ref sink);
        _buys -= buy.Slot < 0 ? 1 : 0;
        _sells -= sell.Slot < 0 ? 1 : 0;
        Invariant.That(
            uncrossing.ExcessLots == 0 || (_buys > 0 && _sells > _sellsFrom), "an owner has the excess on both sides");
    }

    /// <summary>An allotment without lots names no order any more: its slot may be used again.</summary>
    private void Remove<TSink>(ref Allotment allotment, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var slot = allotment.Slot;
        allotment.Slot = state.Orders.Terms(slot).AllocatedLots == lots ? -1 : slot;
        state.Uncrossing.Take(slot, lots);
        guard.Remove(slot, lots, ref sink);
    }

    private void Collect(int owner)
    {
        var uncrossing = state.Uncrossing;
        _buys = CollectSide(owner, 0, 0, uncrossing.BuyCount);
        _sellsFrom = _buys;
        _sells = CollectSide(owner, _buys, uncrossing.BuyCount, uncrossing.Count);
    }

    /// <summary>The owner's allotments of one side, oldest first; returns the end of their part.</summary>
    private int CollectSide(int owner, int start, int first, int last)
    {
        var end = start;
        for (var index = first; index < last; index++)
        {
            ref readonly var allotment = ref state.Uncrossing[index];
            if (allotment.Owner == owner)
            {
                _stamps[end] = allotment.Stamp;
                _allotments[end++] = index;
            }
        }

        _stamps.AsSpan(start, end - start).Sort(_allotments.AsSpan(start, end - start));
        return end;
    }
}
