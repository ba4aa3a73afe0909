using System.Collections.Concurrent;
using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// Grants of session keys by key and by id, as far as the log has been read. A stale answer does no harm: the engine
/// judges the grant's id where the command takes effect. The follower writes with the gate held; lookups from any
/// thread; lists under the gate. Grants that are over are forgotten when an owner has too many.
/// </summary>
internal sealed class SessionKeyView
{
    private readonly ConcurrentDictionary<(Address Owner, Address Key), SessionKeyRecord> _byKey = new();
    private readonly ConcurrentDictionary<uint, SessionKeyRecord> _byId = new();
    private readonly Dictionary<Address, List<uint>> _byOwner = [];

    /// <summary>
    /// The key's newest grant: None, or WRONG_SIGNER without one, SESSION_KEY_REVOKED, SESSION_KEY_EXPIRED.
    /// </summary>
    public RejectReason Find(Address owner, Address key, ulong engineSeconds, out uint grantId)
    {
        grantId = 0;
        if (!_byKey.TryGetValue((owner, key), out var record))
        {
            return RejectReason.WrongSigner;
        }

        if (record.IsOver(engineSeconds))
        {
            return record.IsRevoked ? RejectReason.SessionKeyRevoked : RejectReason.SessionKeyExpired;
        }

        grantId = record.GrantId;
        return RejectReason.None;
    }

    /// <summary>Grant 0 is the owner himself.</summary>
    public bool IsLive(uint grantId, ulong engineSeconds) =>
        grantId == 0 || (_byId.TryGetValue(grantId, out var record) && !record.IsOver(engineSeconds));

    /// <summary>Grant 0 is the owner himself.</summary>
    public bool Covers(uint grantId, uint subaccount) =>
        grantId == 0 || (_byId.TryGetValue(grantId, out var record) && record.Covers(subaccount));

    /// <summary>The owner's grants, newest first. Under the gate.</summary>
    public IEnumerable<SessionKeyRecord> NewestFirst(Address owner) =>
        _byOwner.TryGetValue(owner, out var ids) ? ids.AsEnumerable().Reverse().Select(id => _byId[id]) : [];

    /// <summary>Follower thread, gate held.</summary>
    public void Apply(in SessionKeyChanged changed, in EventFrameHeader header)
    {
        if (changed.Request.Action == SessionKeyAction.Grant)
        {
            Add(new SessionKeyRecord(changed.GrantId, changed.Request, header.Sequence, header.TimestampNs), in header);
        }
        else if (_byId.TryGetValue(changed.GrantId, out var record))
        {
            Put(record with { RevokedSequence = header.Sequence });
        }
    }

    private void Add(SessionKeyRecord record, in EventFrameHeader header)
    {
        var owner = record.Grant.Owner;
        if (!_byOwner.TryGetValue(owner, out var ids))
        {
            ids = [];
            _byOwner.Add(owner, ids);
        }

        if (ids.Count == GatewayLimits.MaxSessionKeysPerOwner)
        {
            Forget(ids, (ulong)(header.TimestampNs / Limits.NsPerSecond));
        }

        ids.Add(record.GrantId);
        _byKey[(owner, record.Grant.Key)] = record;
        _byId[record.GrantId] = record;
    }

    /// <summary>The key's newest grant stays the newest.</summary>
    private void Put(SessionKeyRecord record)
    {
        _byId[record.GrantId] = record;
        var name = (record.Grant.Owner, record.Grant.Key);
        if (_byKey.TryGetValue(name, out var newest) && newest.GrantId == record.GrantId)
        {
            _byKey[name] = record;
        }
    }

    /// <summary>The engine keeps fewer alive than are remembered here, so one is over.</summary>
    private void Forget(List<uint> ids, ulong engineSeconds)
    {
        var index = ids.FindIndex(id => _byId[id].IsOver(engineSeconds));
        if (index < 0 || !_byId.TryRemove(ids[index], out var record))
        {
            throw new InvalidDataException("an owner has more live session keys than the engine allows");
        }

        var name = (record.Grant.Owner, record.Grant.Key);
        if (_byKey.TryGetValue(name, out var newest) && newest.GrantId == record.GrantId)
        {
            _byKey.TryRemove(name, out _);
        }

        ids.RemoveAt(index);
    }
}
