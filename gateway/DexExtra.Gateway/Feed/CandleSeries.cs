namespace DexExtra.Gateway.Feed;

/// <summary>
/// The newest candles of one market and interval, oldest first, the last one open. A pure function of the trades and of
/// engine time; intervals without trades repeat the close (D9). Nothing before the first trade. Gate held.
/// </summary>
internal sealed class CandleSeries(long intervalNs, int capacity)
{
    private readonly List<Candle> _candles = [];

    /// <summary>Closed ones and the open one.</summary>
    public IReadOnlyList<Candle> Candles => _candles;

    public long IntervalNs { get; } = intervalNs;

    /// <summary>Candles that changed since they were last taken: index of the first; -1 for none.</summary>
    public int FirstChanged { get; private set; } = -1;

    /// <summary>Moves engine time on: true when a candle closed.</summary>
    public bool Advance(long timeNs)
    {
        if (_candles.Count == 0 || timeNs < _candles[^1].OpenTimeNs + IntervalNs)
        {
            return false;
        }

        // a gap longer than what is kept is filled with as many as are kept
        var open = OpenTime(timeNs);
        var next = Math.Max(_candles[^1].OpenTimeNs + IntervalNs, open - ((capacity - 1) * IntervalNs));
        Change(_candles.Count - 1);
        for (; next <= open; next += IntervalNs)
        {
            Append(Candle.Empty(next, _candles[^1].CloseTicks));
        }

        return true;
    }

    /// <summary>
    /// A trade; one of a closed interval corrects its candle, one older than what is kept is passed over.
    /// </summary>
    public void Add(long timeNs, long priceTicks, long lots)
    {
        if (_candles.Count == 0)
        {
            Append(Candle.Empty(OpenTime(timeNs), priceTicks));
        }

        Advance(timeNs);
        var index = IndexOf(timeNs);
        if (index >= 0)
        {
            var changed = _candles[index].With(priceTicks, lots);
            _candles[index] = index == _candles.Count - 1
                ? changed
                : changed with { Revision = changed.Revision + 1 };
            Change(index);
            RepeatClose(index);
        }
    }

    /// <summary>F11: takes a trade of a known time back.</summary>
    public void Remove(long timeNs, long priceTicks, long lots)
    {
        var index = IndexOf(timeNs);
        if (index >= 0)
        {
            _candles[index] = _candles[index].Without(priceTicks, lots);
            Change(index);
        }
    }

    /// <summary>What changed is told; forgets it.</summary>
    public void TakeChanges() => FirstChanged = -1;

    /// <summary>Candles without trades behind a corrected one repeat its new close (D9).</summary>
    private void RepeatClose(int corrected)
    {
        for (var index = corrected + 1; index < _candles.Count && !_candles[index].HasPrices; index++)
        {
            var quiet = Candle.Empty(_candles[index].OpenTimeNs, _candles[corrected].CloseTicks);
            var revision = _candles[index].Revision + (index == _candles.Count - 1 ? 0 : 1);
            _candles[index] = quiet with { Revision = revision };
        }
    }

    private long OpenTime(long timeNs) => timeNs - (timeNs % IntervalNs);

    private int IndexOf(long timeNs)
    {
        var open = OpenTime(timeNs);
        var index = _candles.Count == 0 ? -1 : (open - _candles[0].OpenTimeNs) / IntervalNs;
        return index >= 0 && index < _candles.Count && _candles[(int)index].OpenTimeNs == open ? (int)index : -1;
    }

    private void Change(int index) =>
        FirstChanged = FirstChanged < 0 ? index : Math.Min(FirstChanged, index);

    private void Append(Candle candle)
    {
        // a series with a hole could not be indexed: what is before it goes
        if (_candles.Count > 0 && candle.OpenTimeNs != _candles[^1].OpenTimeNs + IntervalNs)
        {
            _candles.Clear();
            FirstChanged = -1;
        }

        _candles.Add(candle);
        Change(_candles.Count - 1);
        if (_candles.Count >= 2 * capacity)
        {
            var dropped = _candles.Count - capacity;
            _candles.RemoveRange(0, dropped);
            FirstChanged = Math.Max(0, FirstChanged - dropped);
        }
    }
}
