using System.Text.Json.Serialization;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The EIP-712 message OrderList exactly as signed; a parent comes first.</summary>
internal sealed record OrderListFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Kind { get; init; }

    public required IReadOnlyList<OrderFields> Orders { get; init; }
}
