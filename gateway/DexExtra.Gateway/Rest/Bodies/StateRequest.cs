namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/admin/market-state.</summary>
internal sealed record StateRequest
{
    public required StateFields State { get; init; }

    public DomainFields? Domain { get; init; }

    public required string Signature { get; init; }
}
