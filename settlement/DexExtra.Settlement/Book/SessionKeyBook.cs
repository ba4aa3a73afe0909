using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// Grants under which orders may come or trade, by id, and those whose end the chain has not been told yet. One thread.
/// </summary>
internal sealed class SessionKeyBook
{
    private readonly Dictionary<uint, SessionKeyEntry> _keys = [];
    private readonly Dictionary<Address, List<SessionKeyEntry>> _byOwner = [];
    private readonly List<SessionKeyEntry> _revoked = [];
    private readonly Queue<SessionKeyEntry> _ended = new();

    public int Count => _keys.Count;

    /// <summary>Revoked grants that have settled trades and have no orders any more, the first to end first.</summary>
    public IReadOnlyCollection<SessionKeyEntry> Ended => _ended;

    /// <summary>The grant of an order; null for one that its owner signed.</summary>
    /// <exception cref="KeyNotFoundException">The log contradicts itself.</exception>
    public SessionKeyEntry? Of(uint grantId) => grantId == 0 ? null : _keys[grantId];

    /// <param name="changed">Of the log.</param>
    /// <param name="timestampNs">Engine time of the frame.</param>
    public void Apply(in SessionKeyChanged changed, long timestampNs)
    {
        if (changed.Request.Action == SessionKeyAction.Grant)
        {
            Add(new SessionKeyEntry(changed.GrantId, changed.Request), (ulong)(timestampNs / Limits.NsPerSecond));
            return;
        }

        if (_keys.TryGetValue(changed.GrantId, out var key))
        {
            key.Revocation = changed.Request;
            _revoked.Add(key);
        }
    }

    /// <summary>Call after each frame: a revoked grant ends with its last order.</summary>
    public void EndFrame(long timestampNs)
    {
        for (var index = _revoked.Count - 1; index >= 0; index--)
        {
            var key = _revoked[index];
            if (key.OpenOrders > 0)
            {
                continue;
            }

            key.EndedNs = timestampNs;
            _revoked.RemoveAt(index);
            Remove(key);
            if (key.IsUsed)
            {
                _ended.Enqueue(key);
            }
        }
    }

    /// <summary>The chain knows the end of the first one.</summary>
    public void ForgetEnded() => _ended.Dequeue();

    private void Add(SessionKeyEntry key, ulong nowSeconds)
    {
        var owner = key.Grant.Owner;
        if (!_byOwner.TryGetValue(owner, out var keys))
        {
            keys = [];
            _byOwner.Add(owner, keys);
        }

        // nothing comes under an expired grant any more
        foreach (var over in keys.FindAll(old =>
            old.OpenOrders == 0 && old.Revocation is null && old.Grant.ExpiresAtSeconds <= nowSeconds))
        {
            Remove(over);
        }

        keys.Add(key);
        _keys.Add(key.GrantId, key);
    }

    private void Remove(SessionKeyEntry key)
    {
        _keys.Remove(key.GrantId);
        _byOwner[key.Grant.Owner].Remove(key);
    }
}
