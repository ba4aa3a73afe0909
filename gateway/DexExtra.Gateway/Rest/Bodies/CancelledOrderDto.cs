using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The engine's answer to a cancel; the order is null when the gateway keeps it no more.</summary>
internal sealed record CancelledOrderDto(
    string OrderId,
    string ClientOrderId,
    [property: Words(typeof(OrderStatus))] string Status,
    string CancelledQuantity,
    OrderDto? Order,
    string Sequence);
