namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/order-lists.</summary>
internal sealed record OrderListRequest
{
    public required OrderListFields List { get; init; }

    public DomainFields? Domain { get; init; }

    /// <summary>Over the typed data OrderList(kind, orders): 0x and 65 bytes r, s, v.</summary>
    public required string Signature { get; init; }

    /// <summary>C9: one for each leg, in their order.</summary>
    public required IReadOnlyList<string> ClientOrderIds { get; init; }

    /// <summary>C6: of every leg.</summary>
    public uint Tag { get; init; }
}
