namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/admin/index-prices.</summary>
internal sealed record IndexRequest
{
    public required IndexFields Index { get; init; }

    public DomainFields? Domain { get; init; }

    public required string Signature { get; init; }
}
