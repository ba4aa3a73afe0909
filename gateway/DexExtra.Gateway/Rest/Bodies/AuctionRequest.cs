namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/admin/auctions.</summary>
internal sealed record AuctionRequest
{
    public required AuctionFields Auction { get; init; }

    public DomainFields? Domain { get; init; }

    public required string Signature { get; init; }
}
