using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What became of every leg of a list.</summary>
internal sealed record OrderListResultDto(
    [property: Words(typeof(ListKind))] string Kind,
    IReadOnlyList<LegResultDto> Legs,
    string Sequence);
