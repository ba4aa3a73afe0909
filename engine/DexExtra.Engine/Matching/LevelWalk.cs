using DexExtra.Engine.Book;
using DexExtra.Engine.Effects;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// One level of a dry run: slices of icebergs with their refreshes, drawn from a copy of the market's generator;
/// reduce-only orders up to the position they would then have; own orders as S3 says.
/// </summary>
internal sealed class LevelWalk(EngineState state, MakerFills fills)
{
    private readonly Visit[] _queue = new Visit[Limits.MaxFillsPerCommand];
    private readonly Visit[] _refreshed = new Visit[Limits.MaxFillsPerCommand];
    private readonly long[] _capacities = new long[Limits.MaxFillsPerCommand];
    private readonly long[] _shares = new long[Limits.MaxFillsPerCommand];
    private Taker _taker;
    private CommandBudget _budget;
    private SliceGenerator _slices;
    private bool _isProRata;
    private long _number;

    /// <summary>Starts a walk.</summary>
    public void Begin(in Taker taker, Market market)
    {
        _taker = taker;
        _budget = state.Effects.Budget;
        _slices = market.Slices;
        _isProRata = market.Rules.Allocation == Allocation.ProRata;
        _number++;
    }

    /// <summary>
    /// Takes a level as a taker with so many lots left would, until it has the lots that are needed; Filled when
    /// nothing but these or the level's end stopped it.
    /// </summary>
    public MatchEnd Take(int level, long leaves, long needed, out long taken)
    {
        taken = 0;
        return _isProRata ? TakeProRata(level, leaves, needed, ref taken) : TakeInTime(level, needed, ref taken);
    }

    private MatchEnd TakeInTime(int level, long needed, ref long taken)
    {
        var next = state.Books.Level(level).Oldest;
        var (head, tail) = (0, 0);
        while (taken < needed && (next >= 0 || head < tail))
        {
            var visit = next >= 0 ? VisitOf(next) : _refreshed[head++];
            next = next >= 0 ? state.Orders[next].Queue.Next : next;
            if (!_budget.Meet(Cost(visit.Slot)))
            {
                return MatchEnd.FillLimit;
            }

            if (IsOwn(visit.Slot))
            {
                if (_taker.SelfTrade != SelfTradePrevention.CancelOldest)
                {
                    return MatchEnd.SelfTrade;
                }

                End(ref visit);
                continue;
            }

            if (!TryFill(ref visit, needed - taken, ref taken))
            {
                return MatchEnd.FillLimit;
            }

            if (Refresh(ref visit))
            {
                _refreshed[tail++] = visit;
            }
        }

        return MatchEnd.Filled;
    }

    private MatchEnd TakeProRata(int level, long leaves, long needed, ref long taken)
    {
        var end = Collect(level, out var count, out var isCutShort);
        while (end == MatchEnd.Filled && count > 0 && taken < needed)
        {
            for (var index = 0; index < count; index++)
            {
                _capacities[index] = Capacity(in _queue[index]);
            }

            Shares.Divide(leaves - taken, _capacities.AsSpan(0, count), _shares);
            if (!Pass(ref count, needed, ref taken))
            {
                return MatchEnd.FillLimit;
            }

            if (taken < needed && (isCutShort || !MeetAgain(ref count, out isCutShort)))
            {
                return MatchEnd.FillLimit;
            }
        }

        return end;
    }

    /// <summary>The orders of the first pass; own ones are left out.</summary>
    private MatchEnd Collect(int level, out int count, out bool isCutShort)
    {
        (count, isCutShort) = (0, false);
        var own = 0;
        for (var slot = state.Books.Level(level).Oldest; slot >= 0; slot = state.Orders[slot].Queue.Next)
        {
            if (!_budget.Meet(Cost(slot)))
            {
                isCutShort = true;
                break;
            }

            if (!IsOwn(slot))
            {
                _queue[count++] = VisitOf(slot);
            }
            else if (_taker.SelfTrade == SelfTradePrevention.CancelOldest)
            {
                _refreshed[own++] = VisitOf(slot);
            }
            else
            {
                return MatchEnd.SelfTrade;
            }
        }

        for (var index = 0; index < own; index++)
        {
            End(ref _refreshed[index]);
        }

        return isCutShort && count == 0 ? MatchEnd.FillLimit : MatchEnd.Filled;
    }

    /// <summary>Every order gives its share; what still shows stays in place, new slices follow.</summary>
    private bool Pass(ref int count, long needed, ref long taken)
    {
        var (kept, refreshed) = (0, 0);
        for (var index = 0; index < count; index++)
        {
            var visit = _queue[index];
            var isMet = _shares[index] > 0 || _capacities[index] == 0;
            if (isMet && !TryFill(ref visit, Math.Min(_shares[index], needed - taken), ref taken))
            {
                return false;
            }

            if (Refresh(ref visit))
            {
                _refreshed[refreshed++] = visit;
            }
            else if (visit.DisplayedLots > 0)
            {
                _queue[kept++] = visit;
            }
        }

        _refreshed.AsSpan(0, refreshed).CopyTo(_queue.AsSpan(kept));
        count = kept + refreshed;
        return true;
    }

    /// <summary>As many orders as the budget affords; false if that is none.</summary>
    private bool MeetAgain(ref int count, out bool isCutShort)
    {
        var met = 0;
        while (met < count && _budget.Meet(Cost(_queue[met].Slot)))
        {
            met++;
        }

        isCutShort = met < count;
        count = met;
        return met > 0 || !isCutShort;
    }

    /// <summary>Reduce-only orders that the walk has ended cost nothing any more.</summary>
    private int Cost(int slot) => fills.Cost(slot) - WalkPosition(slot).WalkEnded;

    private Visit VisitOf(int slot) => new()
    {
        Slot = slot,
        DisplayedLots = state.Orders[slot].DisplayedLots,
        OpenLots = state.Books.ActiveLots(slot),
    };

    private bool IsOwn(int slot) => state.Orders[slot].Owner == _taker.Owner;

    /// <summary>False if the settlement window has no room for one more match.</summary>
    private bool TryFill(ref Visit visit, long wanted, ref long taken)
    {
        var lots = Math.Min(wanted, Capacity(in visit));
        if (lots > 0 && !_budget.Fill())
        {
            return false;
        }

        taken += lots;
        visit.DisplayedLots -= lots;
        visit.OpenLots -= lots;
        ref var position = ref WalkPosition(visit.Slot);
        position.WalkLots += state.Orders[visit.Slot].Side == Side.Buy ? lots : -lots;
        if (HasEnded(in visit))
        {
            End(ref visit);
        }

        return true;
    }

    /// <summary>Filled, or reduce-only with nothing left to close; dormant lots keep a filled order open.</summary>
    private bool HasEnded(in Visit visit)
    {
        ref readonly var order = ref state.Orders[visit.Slot];
        return visit.OpenLots == 0
            ? order.LeavesLots == state.Books.ActiveLots(visit.Slot)
            : order.IsReduceOnly && Closable(in order, in WalkPosition(visit.Slot)) == 0;
    }

    private void End(ref Visit visit)
    {
        visit.DisplayedLots = 0;
        visit.OpenLots = 0;
        WalkPosition(visit.Slot).WalkEnded += state.Orders[visit.Slot].IsReduceOnly ? 1 : 0;
    }

    private long Capacity(in Visit visit)
    {
        ref readonly var order = ref state.Orders[visit.Slot];
        if (!order.IsReduceOnly)
        {
            return visit.DisplayedLots;
        }

        return Math.Min(visit.DisplayedLots, Closable(in order, in WalkPosition(visit.Slot)));
    }

    private static long Closable(in Order order, in Position position) =>
        Position.ClosableLots(position.Lots + position.WalkLots, order.Side);

    private ref Position WalkPosition(int slot)
    {
        ref var position = ref state.Positions[state.Orders[slot].Position];
        if (position.WalkNumber != _number)
        {
            position.WalkNumber = _number;
            position.WalkLots = 0;
            position.WalkEnded = 0;
        }

        return ref position;
    }

    /// <summary>True if the slice is used up and the next one shows.</summary>
    private bool Refresh(ref Visit visit)
    {
        if (visit.DisplayedLots > 0 || visit.OpenLots == 0)
        {
            return false;
        }

        ref readonly var terms = ref state.Orders.Terms(visit.Slot);
        visit.DisplayedLots = _slices.Next(terms.DisplayLots, terms.DisplayVariance, visit.OpenLots);
        return true;
    }

    /// <summary>An order as the walk has left it.</summary>
    private struct Visit
    {
        public int Slot;
        public long DisplayedLots;

        /// <summary>Displayed and reserve.</summary>
        public long OpenLots;
    }
}
