using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// What was signed beyond price, quantity and time; decimals as text, null where the order does not use it.
/// </summary>
internal sealed record InstructionsDto(
    string? DisplayQuantity,
    string? DisplayVariance,
    string? MinQuantity,
    string? Budget,
    string? TrailingDistance,
    string? PriceOffset,
    string? ActivationPrice,
    uint TrailingBasisPoints,
    uint PositionFraction,
    uint Duration,
    uint Interval,
    [property: Words(typeof(TriggerSource))] string? TriggerSource,
    [property: Words(typeof(ExpiryAction))] string? ExpiryAction,
    [property: Words(typeof(PegReference))] string? PegReference);
