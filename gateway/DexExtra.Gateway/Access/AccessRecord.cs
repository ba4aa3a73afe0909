namespace DexExtra.Gateway.Access;

/// <summary>
/// One line of the access log. Members that a kind does not need are null. Owner and account as 0x text, hashes as hex,
/// times in Unix seconds, the nonce in Unix milliseconds. Secrets are never part of it.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="Id">Of the session or key.</param>
/// <param name="Owner">Whose it is.</param>
internal sealed record AccessRecord(AccessKind Kind, string? Id = null, string? Owner = null)
{
    /// <summary>SHA-256 of the refresh token or of the key's secret.</summary>
    public string? Hash { get; init; }

    /// <summary>When it ends by itself.</summary>
    public ulong? Expiry { get; init; }

    public ulong? Created { get; init; }

    public string? Label { get; init; }

    public ApiKeyScopes? Scopes { get; init; }

    /// <summary>From where; empty = from everywhere.</summary>
    public string? Addresses { get; init; }

    /// <summary>Of the signed request that asked for it.</summary>
    public ulong? Nonce { get; init; }

    /// <summary>Of the account that a timer cancels for.</summary>
    public uint? Subaccount { get; init; }
}
