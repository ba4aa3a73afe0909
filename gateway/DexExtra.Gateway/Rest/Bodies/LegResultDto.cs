using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What became of one leg of a list: an order, or the code of its refusal.</summary>
internal sealed record LegResultDto(
    string ClientOrderId,
    OrderResultDto? Result,
    [property: Words(typeof(RejectReason))] string? Code);
