using DexExtra.Messages;

namespace DexExtra.Gateway.Access;

/// <summary>A key that only reads; its secret is known to its holder alone. Times in Unix seconds.</summary>
internal sealed record ApiKey(
    string Id, Address Owner, string Hash, string Label, ApiKeyScopes Scopes, AddressList Allowed, string Addresses,
    ulong Created, ulong Expiry)
{
    public bool IsRevoked { get; init; }

    public bool IsLive(ulong now) => !IsRevoked && now < Expiry;
}
