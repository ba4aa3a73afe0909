namespace DexExtra.Engine.Prices;

/// <summary>
/// B4: last price of each engine second that had trades, the newest 1,024 of them. An uncrossing starts it anew: what
/// was before the auction must not breach again after it.
/// </summary>
internal sealed class PriceHistory
{
    private const int Capacity = 1_024;

    private readonly ulong[] _seconds = new ulong[Capacity];
    private readonly long[] _ticks = new long[Capacity];
    private int _oldest;

    public int Count { get; private set; }

    /// <summary>A trade in an engine second, which never decreases.</summary>
    public void Record(ulong second, long priceTicks)
    {
        if (Count == 0 || _seconds[At(Count - 1)] != second)
        {
            Append(second);
        }

        _ticks[At(Count - 1)] = priceTicks;
    }

    /// <summary>An uncrossing traded: its price is the first entry.</summary>
    public void Restart(ulong second, long priceTicks)
    {
        Count = 0;
        Record(second, priceTicks);
    }

    /// <summary>Price of the newest second that is not later, else the oldest one; null when there is none.</summary>
    public long? Before(ulong second)
    {
        if (Count == 0)
        {
            return null;
        }

        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_seconds[At(middle)] <= second)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return _ticks[At(Math.Max(0, low - 1))];
    }

    /// <summary>Entry by age, 0 = oldest.</summary>
    public (ulong Second, long Ticks) Entry(int index) => (_seconds[At(index)], _ticks[At(index)]);

    private void Append(ulong second)
    {
        if (Count == Capacity)
        {
            _oldest = (_oldest + 1) % Capacity;
        }
        else
        {
            Count++;
        }

        _seconds[At(Count - 1)] = second;
    }

    private int At(int index) => (_oldest + index) % Capacity;
}
