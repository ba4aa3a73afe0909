using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Settlement.Book;

/// <summary>
/// The signed orders that can still trade, by order id: for each the content and signature that stand behind its next
/// match. One thread. Invariant: an order leaves when it is cancelled or nothing of it is left.
/// </summary>
internal sealed class OpenOrders(SessionKeyBook keys)
{
    private readonly Dictionary<long, OrderRecord> _orders = [];
    private readonly Dictionary<long, long> _childLots = [];
    private readonly List<OrderAccepted> _legs = [];

    public int Count => _orders.Count;

    /// <exception cref="KeyNotFoundException">The log contradicts itself.</exception>
    public OrderRecord this[long orderId] => _orders[orderId];

    /// <summary>Takes in a new order; the legs of a list become known together with the last of them.</summary>
    /// <exception cref="InvalidOperationException">A leg is out of its place.</exception>
    public void Accept(in OrderAccepted accepted)
    {
        if (accepted.LegIndex != _legs.Count)
        {
            throw new InvalidOperationException($"order {accepted.OrderId} is leg {accepted.LegIndex} of its list");
        }

        if (accepted.LegCount == 0)
        {
            Put(accepted.OrderId, in accepted.Request);
            return;
        }

        _legs.Add(accepted);
        if (_legs.Count == accepted.LegCount)
        {
            AcceptLegs();
        }
    }

    /// <summary>C4: later matches belong to the new version; those before it keep the old one.</summary>
    /// <exception cref="InvalidOperationException">No such order is open.</exception>
    public void Replace(in OrderReplaced replaced)
    {
        if (!_orders.ContainsKey(replaced.OrderId))
        {
            throw new InvalidOperationException($"order {replaced.OrderId} was replaced but is not open");
        }

        Put(replaced.OrderId, in replaced.Request);
    }

    public void Cancel(long orderId)
    {
        if (_orders.Remove(orderId, out var order) && order.Key is { } key)
        {
            key.OpenOrders--;
        }

        _childLots.Remove(orderId);
    }

    public void Reduce(in OrderReduced reduced)
    {
        if (_childLots.TryGetValue(reduced.OrderId, out var lots))
        {
            _childLots[reduced.OrderId] = lots - reduced.ReducedLots;
            ForgetDone(reduced.OrderId, reduced.CumulativeLots, reduced.LeavesLots);
        }
    }

    public void Fill(in TradeSide side) => ForgetDone(side.OrderId, side.CumulativeLots, side.LeavesLots);

    /// <summary>Call after each frame: the legs of a list are accepted in one.</summary>
    /// <exception cref="InvalidOperationException">A list is not complete.</exception>
    public void EndFrame()
    {
        if (_legs.Count > 0)
        {
            throw new InvalidOperationException($"of list {_legs[0].ListId} only {_legs.Count} legs were accepted");
        }
    }

    private void Put(long orderId, in NewOrder request, ListProof list = default)
    {
        if (_orders.TryGetValue(orderId, out var older) && older.Key is { } former)
        {
            former.OpenOrders--;
        }

        var key = keys.Of(request.GrantId);
        _orders[orderId] = new OrderRecord(in request, list, key);
        if (key is not null)
        {
            key.OpenOrders++;
        }
    }

    private void AcceptLegs()
    {
        Span<Hash32> hashes = stackalloc Hash32[_legs.Count];
        for (var leg = 0; leg < _legs.Count; leg++)
        {
            hashes[leg] = OrderHash.Struct(_legs[leg].Request.Order);
        }

        foreach (var leg in _legs)
        {
            Put(leg.OrderId, in leg.Request, ListProof.Of(leg.ListKind, leg.LegIndex, hashes));
            if (IsChild(in leg))
            {
                _childLots[leg.OrderId] = leg.Request.QuantityLots;
            }
        }

        _legs.Clear();
    }

    /// <summary>
    /// A child with nothing open may be given more lots by its parent's next fill (T14), so it stays until all the lots
    /// it was signed for are filled or taken out.
    /// </summary>
    private void ForgetDone(long orderId, long cumulativeLots, long leavesLots)
    {
        var left = _childLots.TryGetValue(orderId, out var lots) ? lots - cumulativeLots : leavesLots;
        if (left <= 0)
        {
            Cancel(orderId);
        }
    }

    private static bool IsChild(in OrderAccepted leg) => leg.LegIndex > 0
        && leg.ListKind is ListKind.OneTriggersOther or ListKind.BracketOco or ListKind.BracketOuo;
}
