namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/block-trades: two orders as of POST /v1/orders (U3).</summary>
internal sealed record BlockTradeRequest
{
    public required OrderRequest Buy { get; init; }

    public required OrderRequest Sell { get; init; }
}
