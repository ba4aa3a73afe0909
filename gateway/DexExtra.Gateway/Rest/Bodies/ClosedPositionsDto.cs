namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Closed positions, newest first (F10).</summary>
internal sealed record ClosedPositionsDto(IReadOnlyList<ClosedPositionDto> Positions, string Sequence);
