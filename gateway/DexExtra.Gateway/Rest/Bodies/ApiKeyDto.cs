namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// A key that only reads, without its secret; times in Unix seconds; status LIVE, REVOKED or EXPIRED.
/// </summary>
internal sealed record ApiKeyDto(
    string KeyId,
    string Account,
    string Label,
    uint Scopes,
    string Addresses,
    string CreatedAt,
    string ExpiresAt,
    string Status);
