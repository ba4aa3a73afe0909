using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>
/// Slots of all open orders of the venue. MaxOpenOrders of them may stay open; a few more serve the orders of the
/// command that is being applied.
/// </summary>
internal sealed class OrderPool(int maxOpenOrders)
{
    private readonly SlotPool<Order> _orders = new(maxOpenOrders + NewOrderList.MaxLegs + 1);
    private readonly OrderTerms[] _terms = new OrderTerms[maxOpenOrders + NewOrderList.MaxLegs + 1];
    private long _lastStamp;

    /// <summary>Open orders.</summary>
    public int Count => _orders.Count;

    public long LastStamp => _lastStamp;

    public ref Order this[int slot] => ref _orders[slot];

    public ref OrderTerms Terms(int slot) => ref _terms[slot];

    /// <summary>True if so many orders more may stay open.</summary>
    public bool HasRoom(int orders) => Count + orders <= maxOpenOrders;

    public int Rent() => _orders.Rent();

    public void Return(int slot) => _orders.Return(slot);

    /// <summary>Next place in time.</summary>
    public long NextStamp() => ++_lastStamp;
}
