using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// One taker and one level of a pro-rata market: the level's orders share it by displayed size, what the division
/// leaves goes to them in time order. A pass takes in as many orders by time as the command may still meet.
/// </summary>
internal sealed class ProRataLevel(EngineState state, MakerFills fills, SelfTradeGuard guard)
{
    private readonly int[] _makers = new int[Limits.MaxFillsPerCommand];
    private readonly long[] _capacities = new long[Limits.MaxFillsPerCommand];
    private readonly long[] _shares = new long[Limits.MaxFillsPerCommand];
    private int _count;

    /// <summary>One pass; Filled means go on.</summary>
    public MatchEnd Pass<TSink>(ref Taker taker, int level, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Collect(level);
        if (_count == 0)
        {
            return MatchEnd.FillLimit;
        }

        if (!MeetOwn(ref taker, market, ref sink))
        {
            return MatchEnd.SelfTrade;
        }

        for (var index = 0; index < _count; index++)
        {
            _capacities[index] = fills.Capacity(_makers[index]);
        }

        Shares.Divide(taker.Lots, _capacities.AsSpan(0, _count), _shares);
        for (var index = 0; index < _count; index++)
        {
            var isUsedUp = _capacities[index] == 0;
            if ((_shares[index] > 0 || isUsedUp)
                && !fills.Fill(ref taker, _makers[index], _shares[index], market, ref sink))
            {
                return MatchEnd.FillLimit;
            }
        }

        return MatchEnd.Filled;
    }

    private void Collect(int level)
    {
        _count = 0;
        for (var slot = state.Books.Level(level).Oldest; slot >= 0; slot = state.Orders[slot].Queue.Next)
        {
            if (!state.Effects.Budget.Meet(fills.Cost(slot)))
            {
                return;
            }

            _makers[_count++] = slot;
        }
    }

    /// <summary>Own orders first, in time order; they take no share. False if the taker ends.</summary>
    private bool MeetOwn<TSink>(ref Taker taker, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var kept = 0;
        for (var index = 0; index < _count; index++)
        {
            var maker = _makers[index];
            if (state.Orders[maker].Owner != taker.Owner)
            {
                _makers[kept++] = maker;
            }
            else if (!guard.Prevent(ref taker, maker, market, ref sink))
            {
                return false;
            }
        }

        _count = kept;
        return true;
    }
}
