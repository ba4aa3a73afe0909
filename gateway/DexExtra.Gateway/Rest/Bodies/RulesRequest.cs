namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/admin/trading-rules.</summary>
internal sealed record RulesRequest
{
    public required RulesFields Rules { get; init; }

    public DomainFields? Domain { get; init; }

    public required string Signature { get; init; }
}
