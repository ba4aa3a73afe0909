namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A page of orders, newest first; next is the cursor of the next page.</summary>
internal sealed record OrdersDto(IReadOnlyList<OrderDto> Orders, string? Next, string Sequence);
