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
    private readonly FlatMap<PairKey> _byClientOrderId = new(capacity, hashSeed);
    private readonly FlatMap<OrderKey> _byOrderId = new(capacity, hashSeed);
    private int _oldestTerminal = -1;
    private int _youngestTerminal = -1;
    private int _terminals;

    public int Count => _records.Count;

    /// <summary>True if so many more orders can be remembered, the oldest terminal ones making room.</summary>
    public bool HasRoom(int orders) => _records.Free + _terminals >= orders;

    public int OldestTerminal => _oldestTerminal;

    public ref OrderRecord this[int slot] => ref _records[slot];

    public bool TryFind(int account, ulong clientOrderId, out int slot) =>
        _byClientOrderId.TryGet(ClientKey(account, clientOrderId), out slot);

    public bool TryFind(long orderId, out int slot) => _byOrderId.TryGet(new OrderKey(orderId), out slot);

    /// <summary>Brings near where an order id is found.</summary>
    public void Fetch(long orderId) => _byOrderId.Fetch(new OrderKey(orderId));

    /// <summary>Brings near where a client order id is found or will be put.</summary>
    public void Fetch(int account, ulong clientOrderId) => _byClientOrderId.Fetch(ClientKey(account, clientOrderId));

    /// <summary>Brings near the record that makes room next.</summary>
    public void FetchOldest()
    {
        if (_oldestTerminal >= 0)
        {
            CacheLines.Fetch(ref _records[_oldestTerminal]);
        }
    }

    /// <summary>Remembers an order; <see cref="HasRoom"/> must be true and the client order id unused.</summary>
    public int Add(in OrderRecord record)
    {
        if (_records.Free == 0)
        {
            EvictOldest();
        }

        var slot = _records.Rent();
        _records[slot] = record;
        _byClientOrderId.Add(ClientKey(record.Account, record.ClientOrderId), slot);
        if (record.OrderId != 0)
        {
            _byOrderId.Add(new OrderKey(record.OrderId), slot);
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

    private static PairKey ClientKey(int account, ulong clientOrderId) => new((ulong)account, clientOrderId);

    private void EvictOldest()
    {
        var slot = _oldestTerminal;
        ref var record = ref _records[slot];
        _byClientOrderId.Remove(ClientKey(record.Account, record.ClientOrderId));
        if (record.OrderId != 0)
        {
            _byOrderId.Remove(new OrderKey(record.OrderId));
        }

        _oldestTerminal = record.NextTerminal;
        _terminals--;
        if (_oldestTerminal < 0)
        {
            _youngestTerminal = -1;
        }

        _records.Return(slot);
    }
}
