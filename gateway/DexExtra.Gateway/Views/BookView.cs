using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// The price levels of one market, rebuilt from LevelChanged only (D1): never a second book. Best level first on both
/// sides. Owned by the follower thread; others read it under the venue's gate.
/// </summary>
internal sealed class BookView
{
    private readonly SortedDictionary<long, BookLevel> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<long, BookLevel> _asks = [];

    /// <summary>Highest bid first.</summary>
    public IReadOnlyCollection<BookLevel> Bids => _bids.Values;

    /// <summary>Lowest ask first.</summary>
    public IReadOnlyCollection<BookLevel> Asks => _asks.Values;

    /// <summary>Null where a side is empty.</summary>
    public (BookLevel? Bid, BookLevel? Ask) Best =>
        (_bids.Count > 0 ? _bids.First().Value : null, _asks.Count > 0 ? _asks.First().Value : null);

    /// <summary>D4: the best bid is at or above the best ask, which only a call allows.</summary>
    public bool IsCrossed => _bids.Count > 0 && _asks.Count > 0 && _bids.First().Key >= _asks.First().Key;

    public void Apply(in LevelChanged change)
    {
        var side = change.Side == Side.Buy ? _bids : _asks;
        if (change.QuantityLots == 0)
        {
            side.Remove(change.PriceTicks);
        }
        else
        {
            side[change.PriceTicks] = new BookLevel(change.PriceTicks, change.QuantityLots, change.OrderCount);
        }
    }
}
