namespace DexExtra.Engine.Reference.Streams;

/// <summary>The seeded random source of one stream.</summary>
public sealed class StreamDice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public long Between(long low, long high) => low >= high ? low : _random.NextInt64(low, high + 1);

    public int Below(int count) => _random.Next(count);

    public bool OneIn(int count) => _random.Next(count) == 0;

    public bool Percent(int percent) => _random.Next(100) < percent;

    public ulong Bits() => (ulong)_random.NextInt64(long.MinValue, long.MaxValue);

    public T Pick<T>(ReadOnlySpan<T> items) => items[_random.Next(items.Length)];

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>An item drawn by its weight; the first one when all weights are 0.</summary>
    public T Weighted<T>(ReadOnlySpan<(T Item, int Weight)> items)
    {
        var total = 0;
        foreach (var (_, weight) in items)
        {
            total += weight;
        }

        var draw = _random.Next(Math.Max(1, total));
        foreach (var (item, weight) in items)
        {
            draw -= weight;
            if (draw < 0)
            {
                return item;
            }
        }

        return items[0].Item;
    }
}
