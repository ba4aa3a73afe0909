using DexExtra.Messages;
using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// Book of one market, and its parts that are replaced whole: last trade, state, indication, mark and index price.
/// </summary>
internal sealed class MarketMirror(uint marketId)
{
    private readonly Dictionary<string, HashEntry[]> _parts = [];
    private readonly HashSet<string> _changedParts = [];

    public uint MarketId { get; } = marketId;

    public BookSide Bids { get; } = new();

    public BookSide Asks { get; } = new();

    /// <summary>Name of each part to its fields; a part that is gone has no entry.</summary>
    public IReadOnlyDictionary<string, HashEntry[]> Parts => _parts;

    public IReadOnlyCollection<string> ChangedParts => _changedParts;

    public BookSide Side(Side side) => side == Messages.Side.Buy ? Bids : Asks;

    public void Set(string part, HashEntry[] fields)
    {
        _parts[part] = fields;
        _changedParts.Add(part);
    }

    public void Remove(string part)
    {
        if (_parts.Remove(part))
        {
            _changedParts.Add(part);
        }
    }

    /// <summary>Everything up to now is in Redis.</summary>
    public void Written()
    {
        Bids.Written();
        Asks.Written();
        _changedParts.Clear();
    }
}
