namespace DexExtra.Gateway.Views;

/// <summary>The newest N items in arrival order; older ones fall out. Not thread safe.</summary>
internal sealed class RecentList<T>(int capacity)
{
    private readonly List<T> _items = [];

    /// <summary>Newest first.</summary>
    public IEnumerable<T> NewestFirst()
    {
        for (var index = _items.Count - 1; index >= Floor; index--)
        {
            yield return _items[index];
        }
    }

    public void Add(T item)
    {
        // dropping half at once keeps the cost of an Add constant on average
        if (_items.Count >= 2 * capacity)
        {
            _items.RemoveRange(0, capacity);
        }

        _items.Add(item);
    }

    private int Floor => Math.Max(0, _items.Count - capacity);
}
