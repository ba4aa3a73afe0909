using System.Text.Json.Serialization;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/orders.</summary>
internal sealed record OrderRequest
{
    public required OrderFields Order { get; init; }

    public DomainFields? Domain { get; init; }

    /// <summary>0x and 65 bytes r, s, v.</summary>
    public required string Signature { get; init; }

    /// <summary>C9: 1 to 2⁶⁴−2, chosen by the client, unique per account.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ClientOrderId { get; init; }

    /// <summary>C6: the trader's own group of orders, a filter of mass cancels; not signed.</summary>
    public uint Tag { get; init; }
}
