using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// K2: withdrawals by id, in order of creation, and the queue of those that wait behind the gate (L6). Those that are
/// over are remembered until their space is needed, the oldest first; an open one is never dropped.
/// </summary>
internal sealed class WithdrawalTable(int capacity, ulong hashSeed)
{
    private readonly SlotPool<Withdrawal> _withdrawals = new(capacity);
    private readonly FlatMap<PairKey> _byId = new(capacity, hashSeed);
    private readonly int[] _waiting = new int[capacity];
    private int _head;
    private int _youngest = -1;
    private int _oldestOver = -1;
    private int _youngestOver = -1;

    /// <summary>Id of the last one.</summary>
    public ulong LastId { get; private set; }

    /// <summary>The oldest one that is remembered, −1 = none; the others follow by Next.</summary>
    public int Oldest { get; private set; } = -1;

    public int OldestOver => _oldestOver;

    /// <summary>How many wait.</summary>
    public int WaitingCount { get; private set; }

    /// <summary>When the venue last came back from an outage (B6); 0 = never.</summary>
    public long LastOutageNs { get; set; }

    public ref Withdrawal this[int slot] => ref _withdrawals[slot];

    public bool HasRoom => _withdrawals.Free > 0 || _oldestOver >= 0;

    public bool TryFind(ulong id, out int slot) => _byId.TryGet(new PairKey(id, 0), out slot);

    /// <summary>The one that waits at a place of the queue.</summary>
    public int WaitingAt(int index) => _waiting[(_head + index) % _waiting.Length];

    /// <summary>A new withdrawal, nothing locked yet; <see cref="HasRoom"/> must be true.</summary>
    public int Add(in RequestWithdrawal request, int balance)
    {
        if (_withdrawals.Free == 0)
        {
            ForgetOldest();
        }

        var slot = _withdrawals.Rent();
        _withdrawals[slot] = new Withdrawal
        {
            Request = request,
            Id = ++LastId,
            Balance = balance,
            State = WithdrawalState.Locked,
            Previous = _youngest,
            Next = -1,
            NextOver = -1,
        };
        SetNext(_youngest, slot);
        _youngest = slot;
        _byId.Add(new PairKey(LastId, 0), slot);
        return slot;
    }

    /// <summary>To the end of the queue.</summary>
    public void Enqueue(int slot)
    {
        _withdrawals[slot].State = WithdrawalState.Waiting;
        _waiting[(_head + WaitingCount) % _waiting.Length] = slot;
        WaitingCount++;
    }

    /// <summary>Takes the first of the queue out of it; there must be one.</summary>
    public int Dequeue()
    {
        var slot = _waiting[_head];
        _head = (_head + 1) % _waiting.Length;
        WaitingCount--;
        return slot;
    }

    /// <summary>Takes one that waits anywhere out of the queue.</summary>
    public void Leave(int slot)
    {
        var count = WaitingCount;
        for (var index = 0; index < count; index++)
        {
            var first = Dequeue();
            if (first != slot)
            {
                Enqueue(first);
            }
        }

        Invariant.That(WaitingCount == count - 1, "a waiting withdrawal is in the queue");
    }

    /// <summary>It is over: nothing is locked for it any more.</summary>
    public void End(int slot)
    {
        Invariant.That(_withdrawals[slot].Locked == 0, "a withdrawal that is over locks nothing");
        if (_youngestOver < 0)
        {
            _oldestOver = slot;
        }
        else
        {
            _withdrawals[_youngestOver].NextOver = slot;
        }

        _youngestOver = slot;
    }

    private void ForgetOldest()
    {
        var slot = _oldestOver;
        ref readonly var withdrawal = ref _withdrawals[slot];
        _oldestOver = withdrawal.NextOver;
        _youngestOver = _oldestOver < 0 ? -1 : _youngestOver;
        SetNext(withdrawal.Previous, withdrawal.Next);
        if (withdrawal.Next >= 0)
        {
            _withdrawals[withdrawal.Next].Previous = withdrawal.Previous;
        }
        else
        {
            _youngest = withdrawal.Previous;
        }

        _byId.Remove(new PairKey(withdrawal.Id, 0));
        _withdrawals.Return(slot);
    }

    private void SetNext(int slot, int next)
    {
        if (slot >= 0)
        {
            _withdrawals[slot].Next = next;
        }
        else
        {
            Oldest = next;
        }
    }
}
