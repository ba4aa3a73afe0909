namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The engine's answer to a mass cancel (C6); the count is null while later commands go on.</summary>
internal sealed record MassCancelledDto(bool Done, string? CancelledOrders, string Sequence);
