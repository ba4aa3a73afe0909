using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>An order of a list or a block and the code of its refusal; null for one that was not looked at.</summary>
internal sealed record RefusedOrderDto(
    string ClientOrderId,
    [property: Words(typeof(RejectReason))] string? Code);
