namespace DexExtra.Engine.Book;

/// <summary>Ends of an intrusive list of orders; the default value is the empty list.</summary>
internal struct ChainHead
{
    // stored + 1, so that a zeroed head is an empty list
    private int _first;
    private int _last;

    public int Count { get; set; }

    /// <summary>Slot of the first order, −1 when empty.</summary>
    public int First
    {
        readonly get => _first - 1;
        set => _first = value + 1;
    }

    /// <summary>Slot of the last order, −1 when empty.</summary>
    public int Last
    {
        readonly get => _last - 1;
        set => _last = value + 1;
    }
}
