namespace DexExtra.Persistence.Mirror;

/// <summary>Levels of one side of one book, and which of them changed since the last write to Redis.</summary>
internal sealed class BookSide
{
    private readonly Dictionary<long, Level> _levels = [];
    private readonly HashSet<long> _changed = [];

    public IReadOnlyDictionary<long, Level> Levels => _levels;

    public IReadOnlyCollection<long> Changed => _changed;

    /// <summary>Quantity 0 removes the level.</summary>
    public void Apply(long priceTicks, long quantityLots, int orderCount)
    {
        _changed.Add(priceTicks);
        if (quantityLots == 0)
        {
            _levels.Remove(priceTicks);
        }
        else
        {
            _levels[priceTicks] = new Level(quantityLots, orderCount);
        }
    }

    public void Written() => _changed.Clear();
}
