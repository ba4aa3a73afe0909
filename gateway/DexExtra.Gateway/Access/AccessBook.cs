using System.Net;
using DexExtra.Journal.Storage;
using DexExtra.Messages;

namespace DexExtra.Gateway.Access;

/// <summary>
/// Who may ask this gateway for what, beside what the command log says: sign-ins, read-only keys, allow lists, timers
/// that cancel. A pure function of the access log; nothing counts before it is in the log. Any thread.
/// </summary>
internal sealed partial class AccessBook : IDisposable
{
    /// <summary>Taken before <see cref="_gate"/> by who changes something; what he reads then stays as it is.</summary>
    private readonly Lock _writing = new();

    /// <summary>Held while the state is read by others or changed.</summary>
    private readonly Lock _gate = new();
    private readonly GatewayClock _clock;
    private readonly IStorage _storage;
    private readonly string _folder;
    private readonly IDisposable _lock;
    private AccessLog _log;
    private long _compactFrom;
    private readonly Dictionary<string, SignInSession> _sessions = [];
    private readonly Dictionary<string, ApiKey> _keys = [];
    private readonly Dictionary<string, string> _keyByHash = [];
    private readonly Dictionary<Address, (AddressList List, string Text, ulong Nonce)> _allowed = [];
    private readonly Dictionary<AccountId, ulong> _timers = [];
    private readonly Dictionary<Address, ulong> _nonces = [];

    /// <exception cref="StorageException">The log cannot be read or written.</exception>
    public AccessBook(IStorage storage, string folder, GatewayClock clock)
    {
        (_storage, _folder, _clock) = (storage, folder, clock);
        storage.CreateFolder(folder);
        _lock = storage.LockFolder(folder);
        _log = Open(Apply);
    }

    public void Dispose()
    {
        _log.Dispose();
        _lock.Dispose();
    }

    /// <summary>The owner's own list (S272); everywhere without one.</summary>
    public bool Allows(Address owner, IPAddress? remote)
    {
        lock (_gate)
        {
            return !_allowed.TryGetValue(owner, out var allowed) || allowed.List.Allows(remote);
        }
    }

    public string AllowedOf(Address owner)
    {
        lock (_gate)
        {
            return _allowed.TryGetValue(owner, out var allowed) ? allowed.Text : string.Empty;
        }
    }

    /// <summary>False when the nonce is no good: old, used, or not of about now.</summary>
    public bool TrySetAllowed(Address owner, string addresses, ulong nonce) => TryAppend(owner, nonce,
        new AccessRecord(AccessKind.AllowListSet, null, owner.ToString()) { Addresses = addresses, Nonce = nonce });

    private bool TryAppend(Address owner, ulong nonce, AccessRecord record)
    {
        lock (_writing)
        {
            var now = (ulong)(_clock.UnixNs / 1_000_000);
            if (nonce <= _nonces.GetValueOrDefault(owner) || nonce > now + GatewayLimits.AdminNonceWindowMs
                || nonce + GatewayLimits.AdminNonceWindowMs < now)
            {
                return false;
            }

            Append(record);
            return true;
        }
    }

    /// <summary>Held: the writers' lock; readers do not wait for the disk.</summary>
    private void Append(AccessRecord record)
    {
        if (_log.LengthBytes >= _compactFrom)
        {
            // timers are set again all the time: what is over goes
            _log.Dispose();
            _log = Open(static _ => { });
        }

        _log.Append(record);
        lock (_gate)
        {
            Apply(record);
        }
    }

    private AccessLog Open(Action<AccessRecord> apply)
    {
        var log = AccessLog.Open(_storage, _folder, apply, IsLive);
        _compactFrom = log.LengthBytes + GatewayLimits.AccessLogGrowthBytes;
        return log;
    }

    private void Apply(AccessRecord record)
    {
        var owner = record.Owner is null ? default : Address.Parse(record.Owner);
        if (record.Nonce is { } nonce)
        {
            _nonces[owner] = nonce;
        }

        switch (record.Kind)
        {
            case AccessKind.SessionOpened:
                var session = new SignInSession(record.Id!, owner, record.Expiry!.Value);
                session.Rotate(record.Hash!);
                _sessions[session.Id] = session;
                break;
            case AccessKind.SessionRefreshed:
                _sessions.GetValueOrDefault(record.Id!)?.Rotate(record.Hash!);
                break;
            case AccessKind.SessionEnded:
                _sessions.Remove(record.Id!);
                break;
            case AccessKind.ApiKeyCreated:
                ApplyKey(record, owner);
                break;
            case AccessKind.ApiKeyRevoked when _keys.TryGetValue(record.Id!, out var revoked):
                _keys[revoked.Id] = revoked with { IsRevoked = true };
                break;
            case AccessKind.AllowListSet:
                _allowed[owner] = (AddressList.Read(record.Addresses!), record.Addresses!, record.Nonce!.Value);
                break;
            case AccessKind.CancelTimerSet:
                _timers[new AccountId(owner, record.Subaccount!.Value)] = record.Expiry!.Value;
                break;
            case AccessKind.CancelTimerEnded:
                _timers.Remove(new AccountId(owner, record.Subaccount!.Value));
                break;
            default: // the revocation of a key that is forgotten
                break;
        }
    }

    /// <summary>What a start keeps of the log: whatever still says something.</summary>
    private bool IsLive(AccessRecord record) => record.Kind switch
    {
        AccessKind.SessionOpened or AccessKind.SessionRefreshed =>
            _sessions.TryGetValue(record.Id!, out var session) && session.Expiry > _clock.UnixSeconds,
        AccessKind.ApiKeyCreated or AccessKind.ApiKeyRevoked =>
            _keys.TryGetValue(record.Id!, out var key) && key.Expiry > _clock.UnixSeconds,
        AccessKind.AllowListSet => _allowed[Address.Parse(record.Owner!)].Nonce == record.Nonce,
        AccessKind.CancelTimerSet => _timers.GetValueOrDefault(
            new AccountId(Address.Parse(record.Owner!), record.Subaccount!.Value)) == record.Expiry,
        _ => false,
    };
}
