namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// Every member that a problem (RFC 9457) can have, for the document; the endpoints write only those that apply.
/// </summary>
internal sealed record ProblemDto
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>Stable: what programs look at.</summary>
    public required string Code { get; init; }

    public string? ClientOrderId { get; init; }

    public string? OrderHash { get; init; }

    public string? Sequence { get; init; }

    /// <summary>The answer of an earlier request with the same client order id.</summary>
    public bool? Repeated { get; init; }

    public long? RetryAfterMs { get; init; }

    /// <summary>Of a wrong signer: what the venue recovered and over what.</summary>
    public string? ExpectedSigner { get; init; }

    public string? RecoveredSigner { get; init; }

    public string? StructHash { get; init; }

    public string? DomainSeparator { get; init; }

    public DomainDto? Domain { get; init; }

    public string? Digest { get; init; }

    /// <summary>Of a list.</summary>
    public IReadOnlyList<RefusedOrderDto>? Legs { get; init; }

    /// <summary>Of a block trade.</summary>
    public IReadOnlyList<RefusedOrderDto>? Orders { get; init; }
}
