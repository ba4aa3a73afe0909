namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/admin/markets.</summary>
internal sealed record MarketRequest
{
    public required MarketFields Market { get; init; }

    public DomainFields? Domain { get; init; }

    public required string Signature { get; init; }
}
