using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>Price levels that the current command changed, in order of first touch.</summary>
internal sealed class TouchedLevels(LevelPool levels, int capacity, int maxMarkets)
{
    private readonly TouchedLevel[] _touched = new TouchedLevel[capacity];
    private readonly int[] _changedMarkets = new int[maxMarkets];
    private int _count;
    private int _changedCount;
    private long _sequence;

    /// <summary>Starts a command.</summary>
    public void Begin(long sequence) => _sequence = sequence;

    /// <summary>Slots of markets whose book changed since they were last asked for, in order of first change.</summary>
    public ReadOnlySpan<int> ChangedMarkets => _changedMarkets.AsSpan(0, _changedCount);

    /// <summary>A market's book, or something that pegs and indications depend on, changed.</summary>
    public void AddMarket(Market market)
    {
        if (!market.BookChanged)
        {
            market.BookChanged = true;
            _changedMarkets[_changedCount++] = market.Slot;
        }
    }

    /// <summary>Drops what was touched, unpublished.</summary>
    public void Forget() => _count = 0;

    /// <summary>Forgets the changed markets.</summary>
    public void ClearMarkets(MarketTable markets)
    {
        foreach (var slot in ChangedMarkets)
        {
            markets[slot].BookChanged = false;
        }

        _changedCount = 0;
    }

    /// <param name="level">The level.</param>
    /// <param name="market">Its market.</param>
    /// <param name="side">Its side.</param>
    /// <param name="isNew">The command may have emptied this price before: it still counts once.</param>
    public void Add(ref PriceLevel level, Market market, Side side, bool isNew)
    {
        AddMarket(market);
        if (level.TouchedAt == _sequence)
        {
            return;
        }

        level.TouchedAt = _sequence;
        var touched = new TouchedLevel(market.Slot, side, level.PriceTicks);
        if (!isNew || !_touched.AsSpan(0, _count).Contains(touched))
        {
            _touched[_count++] = touched;
        }
    }

    /// <summary>One LevelChanged per touched level with its totals now.</summary>
    public void Publish<TSink>(MarketTable markets, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < _count; index++)
        {
            ref readonly var touched = ref _touched[index];
            var market = markets[touched.Market];
            var changed = new LevelChanged
            {
                MarketSequence = market.NextSequence(),
                MarketId = market.Terms.MarketId,
                Side = touched.Side,
                PriceTicks = touched.PriceTicks,
            };
            var slot = market.Ladder(touched.Side).Find(touched.PriceTicks);
            if (slot >= 0)
            {
                changed.QuantityLots = levels[slot].TotalLots;
                changed.OrderCount = levels[slot].OrderCount;
            }

            sink.Append(EventType.LevelChanged, in changed);
        }

        _count = 0;
    }
}
