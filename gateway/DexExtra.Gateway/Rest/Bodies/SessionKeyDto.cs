namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>One grant of a session key. Status is LIVE, REVOKED or EXPIRED, by engine time.</summary>
internal sealed record SessionKeyDto(
    uint GrantId,
    string Owner,
    string Key,
    uint Subaccount,
    uint MarketId,
    uint Permissions,
    string ExpiresAt,
    string Nonce,
    string Status,
    string GrantedSequence,
    string? RevokedSequence);
