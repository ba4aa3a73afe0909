namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/admin/assets.</summary>
internal sealed record AssetRequest
{
    public required AssetFields Asset { get; init; }

    public DomainFields? Domain { get; init; }

    public required string Signature { get; init; }
}
