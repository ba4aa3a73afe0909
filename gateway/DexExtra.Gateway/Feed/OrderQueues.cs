using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// D1, L3: the orders of one market as everybody may see them, from the same events as everything else. A slice that
/// comes to the tail of its level gets a new public id, so ids of one level ascend in the order of their turn, and
/// nobody can join the slices of an iceberg (I-ICE-6). Levels are proven by the engine's own totals: when they
/// contradict, the market's L3 is off rather than wrong. Gate held.
/// </summary>
internal sealed class OrderQueues
{
    private readonly Dictionary<long, RestingOrder> _orders = [];
    private readonly Dictionary<(Side Side, long PriceTicks), SortedDictionary<ulong, RestingOrder>> _levels = [];
    private readonly List<RestingOrder> _entering = [];
    private readonly HashSet<RestingOrder> _touched = [];
    private RestingOrder? _taking;
    private ulong _lastPublicId;

    /// <summary>
    /// The level that contradicted the engine's total: nothing is told from there on; null in good order.
    /// </summary>
    public (Side Side, long PriceTicks)? BrokenBy { get; private set; }

    public bool IsBroken => BrokenBy is not null;

    /// <summary>Orders that the last frame changed.</summary>
    public IReadOnlyCollection<RestingOrder> Touched => _touched;

    /// <summary>Every order in the book: by side, best price first, then in the order of their turn.</summary>
    public IEnumerable<RestingOrder> Of(Side side) => _levels
        .Where(level => level.Key.Side == side)
        .OrderBy(level => side == Side.Buy ? -level.Key.PriceTicks : level.Key.PriceTicks)
        .SelectMany(level => level.Value.Values);

    public void Add(RestingOrder order)
    {
        _orders[order.OrderId] = order;
        Enter(order);
    }

    public RestingOrder? Find(long orderId) => _orders.GetValueOrDefault(orderId);

    /// <summary>T14: fills of the parent made lots active.</summary>
    public void Wake(long orderId, long lots)
    {
        if (Find(orderId) is { } order)
        {
            order.WaitingLots = Math.Max(0, order.WaitingLots - lots);
        }
    }

    /// <summary>Its turn comes anew, or it comes into the book; whoever took before is done by now.</summary>
    public void Requeue(RestingOrder order)
    {
        _taking = null;
        TakeOff(order);
        Enter(order);
    }

    /// <summary>
    /// I-ICE-5, T14: an order of which a part may be hidden comes to the tail of a level. Whoever took on its side
    /// before is done by now.
    /// </summary>
    public void Show(long orderId, long priceTicks, long lots)
    {
        if (Find(orderId) is not { } order)
        {
            return;
        }

        _taking = _taking?.Side == order.Side ? null : _taking;
        RestEntering();
        TakeOff(order);
        order.PriceTicks = priceTicks;
        Rest(order, lots);
    }

    /// <summary>
    /// The order that takes, or null: it does not rest before it is done. One that stands in the book takes nothing (of
    /// a prevented match of an uncrossing both do).
    /// </summary>
    public void Take(RestingOrder? taker) => _taking = taker is { PublicId: 0 } ? taker : null;

    /// <summary>Out of the book, and perhaps for ever.</summary>
    public void TakeOff(RestingOrder order)
    {
        _touched.Add(order);
        _entering.Remove(order);
        if (order.PublicId != 0)
        {
            var level = _levels[order.Level];
            level.Remove(order.PublicId);
            if (level.Count == 0)
            {
                _levels.Remove(order.Level);
            }

            order.PublicId = 0;
            order.ShownLots = 0;
        }
    }

    public void Remove(long orderId)
    {
        if (_orders.Remove(orderId, out var order))
        {
            order.IsActive = false;
            TakeOff(order);
        }
    }

    /// <summary>
    /// Lots go, by a trade or a prevented one: from the slice first, of an order that stands in the book.
    /// </summary>
    public void Fill(RestingOrder order, long lots, long leaves)
    {
        _touched.Add(order);
        RestEntering();
        order.LeavesLots = leaves;
        if (leaves == 0)
        {
            Remove(order.OrderId);
        }
        else if (order == _taking)
        {
            return;
        }
        else if (order.ActiveLots <= 0)
        {
            // T14: what is left waits for the parent
            TakeOff(order);
        }
        else
        {
            Consume(order, lots);
        }
    }

    /// <summary>Lots go from the reserve first; of a child, active ones before waiting ones unless those are meant.
    /// </summary>
    public void Reduce(RestingOrder order, long leaves, bool isWaiting = false)
    {
        _touched.Add(order);
        var waiting = isWaiting ? order.WaitingLots - (order.LeavesLots - leaves) : order.WaitingLots;
        order.LeavesLots = leaves;
        order.WaitingLots = Math.Clamp(waiting, 0, leaves);
        if (order.ActiveLots == 0)
        {
            TakeOff(order);
            return;
        }

        order.ShownLots = order.PublicId == 0 ? 0
            : order.IsIceberg ? Math.Min(order.ShownLots, order.ActiveLots) : order.ActiveLots;
    }

    /// <summary>
    /// All that entered and was not used up stands in the book; levels then are what the engine says.
    /// </summary>
    public void EndFrame(ReadOnlySpan<LevelChanged> changes)
    {
        _taking = null;
        RestEntering();
        foreach (ref readonly var change in changes)
        {
            if (!Agrees(in change))
            {
                BrokenBy ??= (change.Side, change.PriceTicks);
                return;
            }
        }
    }

    /// <summary>What changed was told.</summary>
    public void Told()
    {
        foreach (var order in _touched)
        {
            (order.ToldId, order.ToldLots) = (order.PublicId, order.ShownLots);
        }

        _touched.Clear();
    }

    /// <summary>A slice that is used up leaves; an uncrossing may reach beyond it. The next one is told.</summary>
    private void Consume(RestingOrder order, long lots)
    {
        if (order.PublicId == 0)
        {
            return;
        }

        order.ShownLots = order.IsIceberg ? order.ShownLots - lots : order.ActiveLots;
        if (order.ShownLots <= 0)
        {
            TakeOff(order);
        }
    }

    private void Enter(RestingOrder order)
    {
        _touched.Add(order);
        if (order.IsActive && order.IsShown && !order.IsPartlyHidden)
        {
            _entering.Add(order);
        }
    }

    /// <summary>Whoever entered and does not take now stands in the book.</summary>
    private void RestEntering()
    {
        foreach (var order in _entering)
        {
            if (order != _taking && order.ActiveLots > 0 && order.PublicId == 0)
            {
                Rest(order, order.ActiveLots);
            }
        }

        _entering.RemoveAll(order => order != _taking);
    }

    private void Rest(RestingOrder order, long lots)
    {
        order.PublicId = ++_lastPublicId;
        order.ShownLots = lots;
        order.Level = (order.Side, order.PriceTicks);
        if (!_levels.TryGetValue(order.Level, out var level))
        {
            level = [];
            _levels.Add(order.Level, level);
        }

        level.Add(order.PublicId, order);
        _touched.Add(order);
    }

    /// <summary>The engine's total of a level against the sum of its orders.</summary>
    private bool Agrees(in LevelChanged change) =>
        _levels.TryGetValue((change.Side, change.PriceTicks), out var level)
            ? level.Count == change.OrderCount && level.Values.Sum(order => order.ShownLots) == change.QuantityLots
            : change.QuantityLots == 0;
}
