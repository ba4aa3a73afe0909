using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// The one uncrossing of the venue that has begun and not finished: its allotments, buys by priority and then sells.
/// Another market's call goes on until this is done, so one set of tables is enough.
/// </summary>
internal sealed class Uncrossing(EngineOptions options, OrderPool orders, DueHeap due)
{
    private readonly Allotment[] _allotments = new Allotment[options.MaxOpenOrders];
    private AllocationWalk _walk;
    private int _work;
    private int _visits;

    /// <summary>Null when there is none.</summary>
    public Market? Market { get; private set; }

    public UncrossingStage Stage { get; set; }

    /// <summary>Where the making of allotments stands.</summary>
    public ref AllocationWalk Walk => ref _walk;

    /// <summary>Orders that trade.</summary>
    public int Count { get; private set; }

    /// <summary>S6: allotments of the owner with the excess that are found.</summary>
    public int CollectedCount { get; set; }

    /// <summary>S6: lots of each side that must still be taken out.</summary>
    public long ExcessLots { get; set; }

    public ref Allotment this[int index] => ref _allotments[index];

    /// <summary>True if the command may begin an uncrossing.</summary>
    public bool MayBegin => Market is null && _work > 0;

    /// <summary>What one command may do, over all markets.</summary>
    public void BeginCommand()
    {
        _work = Limits.MaxFillsPerCommand;
        _visits = options.MaxAllottedPerCommand;
    }

    /// <summary>True while orders of the market get their lots: nothing may change its book.</summary>
    public bool IsAllotting(int market) => Stage == UncrossingStage.Allotting && Market?.Slot == market;

    /// <summary>Counts an order visited by the making of allotments; false, uncounted, when it is too much.</summary>
    public bool Visit()
    {
        if (_visits == 0)
        {
            return false;
        }

        _visits--;
        return true;
    }

    /// <summary>Counts a prevented pair or a fill by its cost; false, uncounted, when it is too much.</summary>
    public bool Meet(int cost)
    {
        if (cost > _work)
        {
            return false;
        }

        _work -= cost;
        return true;
    }

    public void Add(in Allotment allotment) => _allotments[Count++] = allotment;

    /// <summary>The uncrossing runs until <see cref="Close"/>.</summary>
    public void Open(Market market)
    {
        Market = market;
        Stage = UncrossingStage.Allotting;
    }

    /// <summary>Forgets the allotments; their orders must have none left.</summary>
    public void Close()
    {
        Market = null;
        Count = CollectedCount = 0;
    }

    /// <summary>An order lost lots by a fill or a prevented match; without any, time acts on it again.</summary>
    public void Take(int slot, long lots)
    {
        ref var left = ref orders.Terms(slot).AllocatedLots;
        left -= lots;
        if (left == 0)
        {
            orders[slot].Traits &= ~OrderTraits.Allocated;
            due.Move(slot, orders[slot].DueSeconds, orders);
        }
    }
}
