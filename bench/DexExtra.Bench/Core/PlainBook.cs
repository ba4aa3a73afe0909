namespace DexExtra.Bench.Core;

/// <summary>
/// The book that the generator keeps to know what is open: sorted levels, linked orders, nothing clever. Also the
/// expected trades of what it generated.
/// </summary>
internal sealed class PlainBook
{
    private readonly SortedDictionary<long, LinkedList<PlainOrder>> _asks = [];
    private readonly SortedDictionary<long, LinkedList<PlainOrder>> _bids =
        new(Comparer<long>.Create((one, other) => other.CompareTo(one)));

    private readonly Dictionary<long, LinkedListNode<PlainOrder>> _byId = [];
    private readonly List<PlainOrder> _open = [];
    private TradeTally _tally = new();

    public int Count => _open.Count;

    public ref readonly TradeTally Tally => ref _tally;

    /// <summary>Best price of a side, or the fallback when it is empty.</summary>
    public long Best(byte side, long fallback)
    {
        foreach (var level in Levels(side))
        {
            return level.Key;
        }

        return fallback;
    }

    public PlainOrder Open(long index) => _open[(int)index];

    /// <summary>The best orders of a side, at most so many.</summary>
    public List<PlainOrder> Front(byte side, int most) =>
        [.. Levels(side).SelectMany(level => level.Value).Take(most)];

    public void Apply(in WorkloadRecord record)
    {
        if (record.Op is WorkloadOp.Cancel or WorkloadOp.Replace)
        {
            Remove(_byId[record.Id]);
        }

        if (record.Op == WorkloadOp.Cancel)
        {
            return;
        }

        var left = Match(in record);
        if (left > 0 && record.Op != WorkloadOp.Immediate)
        {
            Rest(in record, left);
        }
    }

    private long Match(in WorkloadRecord record)
    {
        var left = record.QuantityLots;
        var levels = Levels((byte)(1 - record.SideCode));
        while (left > 0 && levels.Count > 0)
        {
            var (price, queue) = levels.First();
            if (record.SideCode == 0 ? price > record.PriceTicks : price < record.PriceTicks)
            {
                break;
            }

            var maker = queue.First!;
            var lots = Math.Min(left, maker.Value.Lots);
            _tally.Add(maker.Value.Id, record.Id, price, lots);
            left -= lots;
            maker.Value.Lots -= lots;
            if (maker.Value.Lots == 0)
            {
                Remove(maker);
            }
        }

        return left;
    }

    private void Rest(in WorkloadRecord record, long lots)
    {
        var levels = Levels(record.SideCode);
        if (!levels.TryGetValue(record.PriceTicks, out var queue))
        {
            levels.Add(record.PriceTicks, queue = []);
        }

        var order = new PlainOrder(record.Id, record.SideCode, record.PriceTicks) { Lots = lots, Index = _open.Count };
        _open.Add(order);
        _byId.Add(record.Id, queue.AddLast(order));
    }

    private void Remove(LinkedListNode<PlainOrder> node)
    {
        var order = node.Value;
        var queue = node.List!;
        queue.Remove(node);
        if (queue.Count == 0)
        {
            Levels(order.Side).Remove(order.PriceTicks);
        }

        _byId.Remove(order.Id);
        var last = _open[^1];
        _open[order.Index] = last;
        last.Index = order.Index;
        _open.RemoveAt(_open.Count - 1);
    }

    private SortedDictionary<long, LinkedList<PlainOrder>> Levels(byte side) => side == 0 ? _bids : _asks;
}
