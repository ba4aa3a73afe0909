using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// The owners of an uncrossing and what each still has to buy and sell. Finds the largest and the first ones without a
/// walk over all of them.
/// </summary>
internal sealed class AuctionGroups(EngineState state)
{
    private readonly OwnerGroup[] _groups = new OwnerGroup[state.Options.MaxAccounts];
    private readonly MaxTree _largest = new(state.Options.MaxAccounts);

    // per owner: group + 1, 0 = none
    private readonly int[] _groupOf = new int[state.Options.MaxAccounts];
    private int _count;
    private int _firstBuyer;
    private int _firstSeller;

    public ref OwnerGroup this[int group] => ref _groups[group];

    /// <summary>Forgets all groups.</summary>
    public void Clear()
    {
        while (_count > 0)
        {
            _groupOf[_groups[--_count].Owner] = 0;
        }
    }

    /// <summary>A new allotment; groups are numbered by first appearance.</summary>
    public void Add(int index, Side side)
    {
        ref readonly var allotment = ref state.Uncrossing[index];
        ref var known = ref _groupOf[allotment.Owner];
        if (known == 0)
        {
            _groups[_count] = new OwnerGroup { Owner = allotment.Owner, Buys = Empty, Sells = Empty };
            known = ++_count;
        }

        ref var part = ref SideOf(known - 1, side);
        part.Lots += state.Orders.Terms(allotment.Slot).AllocatedLots;
        Insert(ref part, index, state.Orders[allotment.Slot].IsReduceOnly);
    }

    /// <summary>The first group with more lots than that, −1 = none.</summary>
    public int FindAbove(long lots)
    {
        var group = 0;
        while (group < _count && _groups[group].Lots <= lots)
        {
            group++;
        }

        return group < _count ? group : -1;
    }

    /// <summary>A group lost lots of an allotment, which is used up if told so; before <see cref="Open"/>.</summary>
    public void Remove(int group, Side side, int index, long lots, bool isUsedUp)
    {
        ref var part = ref SideOf(group, side);
        part.Lots -= lots;
        if (isUsedUp)
        {
            Remove(ref part, index);
        }
    }

    /// <summary>Makes ready for pairing, after one group lost allotments; −1 = none did.</summary>
    public void Open(int changed)
    {
        Renumber(changed);
        _largest.Open(_count);
        _firstBuyer = Link(Side.Buy);
        _firstSeller = Link(Side.Sell);
        for (var group = 0; group < _count; group++)
        {
            _largest.Set(group, _groups[group].Lots);
        }
    }

    /// <summary>The next pairing of so many lots that are left: who buys, who sells, how many lots at most.</summary>
    public long Pick(long openLots, out int buyer, out int seller)
    {
        var largest = _largest.IndexOfMax();
        if (_largest.Max < openLots)
        {
            largest = _firstBuyer;
        }

        if (_groups[largest].Buys.Lots > 0)
        {
            (buyer, seller) = (largest, FirstOther(Side.Sell, largest));
        }
        else
        {
            (buyer, seller) = (FirstOther(Side.Buy, largest), largest);
        }

        Invariant.That(buyer >= 0 && seller >= 0, "an uncrossing finds a partner for every lot");
        _largest.Set(buyer, 0);
        _largest.Set(seller, 0);
        var lots = openLots - _largest.Max;
        _largest.Set(buyer, _groups[buyer].Lots);
        _largest.Set(seller, _groups[seller].Lots);
        return Math.Min(lots, Math.Min(_groups[buyer].Buys.Lots, _groups[seller].Sells.Lots));
    }

    /// <summary>First allotment of a group's side.</summary>
    public int First(int group, Side side) => SideOf(group, side).First;

    /// <summary>A group traded lots of its first allotment of a side, which is used up if told so.</summary>
    public void Take(int group, Side side, long lots, bool isUsedUp)
    {
        ref var part = ref SideOf(group, side);
        part.Lots -= lots;
        if (isUsedUp)
        {
            Remove(ref part, part.First);
        }

        _largest.Set(group, _groups[group].Lots);
        if (part.Lots == 0)
        {
            Unlink(in part, side);
        }
    }

    private static GroupSide Empty => new() { First = -1, Last = -1, LastReduceOnly = -1 };

    private void Insert(ref GroupSide part, int index, bool isReduceOnly)
    {
        var uncrossing = state.Uncrossing;
        var before = isReduceOnly ? part.LastReduceOnly : part.Last;
        var after = before >= 0 ? uncrossing[before].Next : part.First;
        uncrossing[index].Previous = before;
        uncrossing[index].Next = after;
        Connect(ref part, before, index);
        Connect(ref part, index, after);
        part.LastReduceOnly = isReduceOnly ? index : part.LastReduceOnly;
    }

    private void Remove(ref GroupSide part, int index)
    {
        ref readonly var allotment = ref state.Uncrossing[index];
        part.LastReduceOnly = part.LastReduceOnly == index ? allotment.Previous : part.LastReduceOnly;
        Connect(ref part, allotment.Previous, allotment.Next);
    }

    /// <summary>Makes two allotments neighbours; −1 is the end of the chain.</summary>
    private void Connect(ref GroupSide part, int before, int after)
    {
        (before >= 0 ? ref state.Uncrossing[before].Next : ref part.First) = after;
        (after >= 0 ? ref state.Uncrossing[after].Previous : ref part.Last) = before;
    }

    /// <summary>By first appearance: a group that lost allotments may come later now.</summary>
    private void Renumber(int changed)
    {
        var first = changed < 0 ? -1 : FirstIndex(changed);
        for (var group = changed; group >= 0 && group + 1 < _count && FirstIndex(group + 1) < first; group++)
        {
            (_groups[group], _groups[group + 1]) = (_groups[group + 1], _groups[group]);
        }
    }

    /// <summary>The group's first allotment by priority, buys first.</summary>
    private int FirstIndex(int group) =>
        Math.Min(FirstIndex(in _groups[group].Buys), FirstIndex(in _groups[group].Sells));

    private int FirstIndex(in GroupSide part)
    {
        var plain = part.LastReduceOnly >= 0 ? state.Uncrossing[part.LastReduceOnly].Next : -1;
        return part.First < 0 ? int.MaxValue : plain < 0 ? part.First : Math.Min(part.First, plain);
    }

    /// <summary>Chains the groups that have lots on a side by number; returns the first.</summary>
    private int Link(Side side)
    {
        var (first, last) = (-1, -1);
        for (var group = 0; group < _count; group++)
        {
            ref var part = ref SideOf(group, side);
            if (part.Lots == 0)
            {
                continue;
            }

            part.PreviousGroup = last;
            part.NextGroup = -1;
            if (last >= 0)
            {
                SideOf(last, side).NextGroup = group;
            }

            first = first < 0 ? group : first;
            last = group;
        }

        return first;
    }

    private void Unlink(in GroupSide part, Side side)
    {
        if (part.PreviousGroup >= 0)
        {
            SideOf(part.PreviousGroup, side).NextGroup = part.NextGroup;
        }
        else if (side == Side.Buy)
        {
            _firstBuyer = part.NextGroup;
        }
        else
        {
            _firstSeller = part.NextGroup;
        }

        if (part.NextGroup >= 0)
        {
            SideOf(part.NextGroup, side).PreviousGroup = part.PreviousGroup;
        }
    }

    private int FirstOther(Side side, int group)
    {
        var first = side == Side.Buy ? _firstBuyer : _firstSeller;
        return first == group ? SideOf(group, side).NextGroup : first;
    }

    private ref GroupSide SideOf(int group, Side side) =>
        ref side == Side.Buy ? ref _groups[group].Buys : ref _groups[group].Sells;
}
