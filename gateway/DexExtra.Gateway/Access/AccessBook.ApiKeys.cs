using System.Security.Cryptography;
using DexExtra.Messages;

namespace DexExtra.Gateway.Access;

/// <summary>Keys that only read.</summary>
internal sealed partial class AccessBook
{
    public const string SecretPrefix = "dxk_";

    private const int KeyIdBytes = 8;

    /// <summary>
    /// The key and its secret, which is told once and kept as its hash; null when the nonce is no good. Too many keys:
    /// the caller has looked before.
    /// </summary>
    public (ApiKey Key, string Secret)? TryCreateKey(
        Address owner, string label, ApiKeyScopes scopes, string addresses, ulong expiry, ulong nonce)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyIdBytes));
        var secret = $"{SecretPrefix}{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var isCreated = TryAppend(owner, nonce, new AccessRecord(AccessKind.ApiKeyCreated, id, owner.ToString())
        {
            Hash = HashOf(secret),
            Label = label,
            Scopes = scopes,
            Addresses = addresses,
            Created = _clock.UnixSeconds,
            Expiry = expiry,
            Nonce = nonce,
        });
        lock (_gate)
        {
            return isCreated ? (_keys[id], secret) : null;
        }
    }

    /// <summary>False when the nonce is no good; revoking twice is harmless.</summary>
    public bool TryRevokeKey(Address owner, string id, ulong nonce) => TryAppend(
        owner, nonce, new AccessRecord(AccessKind.ApiKeyRevoked, id, owner.ToString()) { Nonce = nonce });

    /// <summary>The owner's keys, newest first.</summary>
    public IReadOnlyList<ApiKey> KeysOf(Address owner)
    {
        lock (_gate)
        {
            return [.. _keys.Values.Where(key => key.Owner == owner).Reverse()];
        }
    }

    /// <summary>The key of a secret, if it is good now; null otherwise.</summary>
    public ApiKey? FindKey(string secret)
    {
        lock (_gate)
        {
            return _keyByHash.TryGetValue(HashOf(secret), out var id) && _keys[id].IsLive(_clock.UnixSeconds)
                ? _keys[id]
                : null;
        }
    }

    private void ApplyKey(AccessRecord record, Address owner)
    {
        var key = new ApiKey(
            record.Id!, owner, record.Hash!, record.Label!, record.Scopes!.Value,
            AddressList.Read(record.Addresses!), record.Addresses!, record.Created!.Value, record.Expiry!.Value);
        _keys[key.Id] = key;
        _keyByHash[key.Hash] = key.Id;
    }
}
