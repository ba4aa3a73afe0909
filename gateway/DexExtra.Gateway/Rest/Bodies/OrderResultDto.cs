namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// The engine's answer to an order: the order, the fills of the same command, whether it is a repeat (C9).
/// </summary>
internal sealed record OrderResultDto(OrderDto Order, IReadOnlyList<FillDto> Fills, bool Repeated, string Sequence);
