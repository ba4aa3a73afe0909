using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Identity;

/// <summary>
/// C9: every order the engine still answers for, by account and client order id and, if it was accepted, by order id.
/// Terminal records form a queue in order of their end. They leave it 24 h later, or earlier when the space is
/// needed; a live record is never dropped. Between commands every live record names an open order.
/// </summary>
internal sealed class OrderRecords(int capacity, ulong hashSeed)
{
    /// <summary>Records dropped per command at most: a pause of trading must not end in one long stall.</summary>
    internal const int MaxEvictionsPerCommand = 4_096;

    private readonly SlotPool<OrderRecord> _records = new(capacity);
    private readonly SlotIndex _byClientOrderId = new(capacity);
    private readonly SlotIndex _byOrderId = new(capacity);
    private int _oldestTerminal = -1;
    private int _youngestTerminal = -1;
    private int _terminals;

    public int Count => _records.Count;

    /// <summary>True if so many more orders can be remembered, the oldest terminal ones making room.</summary>
    public bool HasRoom(int orders) => _records.Free + _terminals >= orders;

    public int OldestTerminal => _oldestTerminal;

    public ref OrderRecord this[int slot] => ref _records[slot];

    public bool TryFind(int account, ulong clientOrderId, out int slot) =>
        _byClientOrderId.TryFind(
            ClientHash(account, clientOrderId), new ClientMatch(_records, account, clientOrderId), out slot);

    public bool TryFind(long orderId, out int slot) =>
        _byOrderId.TryFind(OrderHash(orderId), new OrderMatch(_records, orderId), out slot);

    /// <summary>Brings near where an order id is found or will be put.</summary>
    public void Fetch(long orderId) => _byOrderId.Fetch(OrderHash(orderId));

    /// <summary>Brings near where a client order id is found or will be put.</summary>
    public void Fetch(int account, ulong clientOrderId) =>
        _byClientOrderId.Fetch(ClientHash(account, clientOrderId));

    /// <summary>Remembers an order; <see cref="HasRoom"/> must be true and the client order id unused.</summary>
    public int Add(in OrderRecord record)
    {
        if (_records.Free == 0)
        {
            EvictOldest();
        }

        var slot = _records.Rent();
        _records.FetchNext();
        _records[slot] = record;
        _byClientOrderId.Add(ClientHash(record.Account, record.ClientOrderId), slot);
        if (record.OrderId != 0)
        {
            _byOrderId.Add(OrderHash(record.OrderId), slot);
        }

        return slot;
    }

    /// <summary>Ends a record: its final status stays known for the window.</summary>
    public void Finish(int slot, OrderStatus status, CancelReason reason, long timestampNs)
    {
        ref var record = ref _records[slot];
        record.Status = status;
        record.CancelReason = reason;
        record.TerminalNs = timestampNs;
        record.Slot = -1;
        record.NextTerminal = -1;
        if (_youngestTerminal < 0)
        {
            _oldestTerminal = slot;
        }
        else
        {
            _records[_youngestTerminal].NextTerminal = slot;
        }

        _youngestTerminal = slot;
        _terminals++;
    }

    /// <summary>Drops records whose window has passed.</summary>
    public void EvictUntil(long timestampNs)
    {
        for (var evicted = 0; evicted < MaxEvictionsPerCommand && _oldestTerminal >= 0; evicted++)
        {
            if (timestampNs - _records[_oldestTerminal].TerminalNs < Limits.ClientOrderIdWindowNs)
            {
                return;
            }

            EvictOldest();
        }
    }

    private ulong ClientHash(int account, ulong clientOrderId) =>
        new PairKey((ulong)account, clientOrderId).Hash(hashSeed);

    private ulong OrderHash(long orderId) => new OrderKey(orderId).Hash(hashSeed);

    private void EvictOldest()
    {
        var slot = _oldestTerminal;
        ref var record = ref _records[slot];
        _byClientOrderId.Remove(ClientHash(record.Account, record.ClientOrderId), slot);
        if (record.OrderId != 0)
        {
            _byOrderId.Remove(OrderHash(record.OrderId), slot);
        }

        _oldestTerminal = record.NextTerminal;
        _terminals--;
        if (_oldestTerminal < 0)
        {
            _youngestTerminal = -1;
        }

        _records.Return(slot);
        FetchOldest();
    }

    /// <summary>
    /// Brings near what the next eviction touches, and the record behind it. Where space is needed each order evicts
    /// one, so that the memory has come by then.
    /// </summary>
    private void FetchOldest()
    {
        if (_oldestTerminal < 0)
        {
            return;
        }

        ref readonly var oldest = ref _records[_oldestTerminal];
        Fetch(oldest.Account, oldest.ClientOrderId);
        Fetch(oldest.OrderId);
        if (oldest.NextTerminal >= 0)
        {
            CacheLines.Fetch(ref _records[oldest.NextTerminal]);
        }
    }

    private readonly struct ClientMatch(SlotPool<OrderRecord> records, int account, ulong clientOrderId) : ISlotMatch
    {
        public bool Holds(int slot) =>
            records[slot].ClientOrderId == clientOrderId && records[slot].Account == account;
    }

    private readonly struct OrderMatch(SlotPool<OrderRecord> records, long orderId) : ISlotMatch
    {
        public bool Holds(int slot) => records[slot].OrderId == orderId;
    }
}
