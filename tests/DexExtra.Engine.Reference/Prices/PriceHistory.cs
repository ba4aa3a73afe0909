namespace DexExtra.Engine.Reference.Prices;

/// <summary>B4: the last price of each of the newest 1,024 seconds with a trade.</summary>
public sealed class PriceHistory
{
    public const int Capacity = 1_024;

    private readonly List<(long Second, long PriceTicks)> _entries = [];

    /// <summary>A trade of continuous trading; seconds never fall.</summary>
    public void Record(long second, long priceTicks)
    {
        if (_entries.Count > 0 && _entries[^1].Second == second)
        {
            _entries.RemoveAt(_entries.Count - 1);
        }

        _entries.Add((second, priceTicks));
        if (_entries.Count > Capacity)
        {
            _entries.RemoveAt(0);
        }
    }

    /// <summary>An uncrossing with a trade: what was before it no longer counts.</summary>
    public void Restart(long second, long priceTicks)
    {
        _entries.Clear();
        Record(second, priceTicks);
    }

    /// <summary>The price one horizon ago, else the oldest one, else none.</summary>
    public long? PriceBefore(long nowSecond, uint horizonSeconds)
    {
        var index = _entries.FindLastIndex(entry => entry.Second <= nowSecond - horizonSeconds);
        return _entries.Count == 0 ? null : _entries[Math.Max(index, 0)].PriceTicks;
    }
}
