using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// The EIP-712 message Instructions inside an order, raw integers (1e-8) as strings or numbers. What is absent is 0.
/// </summary>
internal sealed record InstructionsFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public string DisplayQuantity { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string DisplayVariance { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string MinQuantity { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string Budget { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string TrailingDistance { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string PriceOffset { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string ActivationPrice { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string TrailingBasisPoints { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string PositionFraction { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string Duration { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string Interval { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string TriggerSource { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string ExpiryAction { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string PegReference { get; init; } = "0";

    /// <summary>The instructions; a wrong member is remembered by the parser.</summary>
    public OrderInstructions Parse(ref FieldParser parser) => new()
    {
        DisplayQuantity = parser.Unsigned128(DisplayQuantity, "instructions.displayQuantity"),
        DisplayVariance = parser.Unsigned128(DisplayVariance, "instructions.displayVariance"),
        MinQuantity = parser.Unsigned128(MinQuantity, "instructions.minQuantity"),
        Budget = parser.Unsigned128(Budget, "instructions.budget"),
        TrailingDistance = parser.Unsigned128(TrailingDistance, "instructions.trailingDistance"),
        PriceOffset = parser.Unsigned128(PriceOffset, "instructions.priceOffset"),
        ActivationPrice = parser.Signed128(ActivationPrice, "instructions.activationPrice"),
        TrailingBasisPoints = (uint)parser.Unsigned(
            TrailingBasisPoints, uint.MaxValue, "instructions.trailingBasisPoints"),
        PositionFraction = (uint)parser.Unsigned(PositionFraction, uint.MaxValue, "instructions.positionFraction"),
        DurationSeconds = (uint)parser.Unsigned(Duration, uint.MaxValue, "instructions.duration"),
        IntervalSeconds = (uint)parser.Unsigned(Interval, uint.MaxValue, "instructions.interval"),
        TriggerSource = (TriggerSource)parser.Unsigned(TriggerSource, byte.MaxValue, "instructions.triggerSource"),
        ExpiryAction = (ExpiryAction)parser.Unsigned(ExpiryAction, byte.MaxValue, "instructions.expiryAction"),
        PegReference = (PegReference)parser.Unsigned(PegReference, byte.MaxValue, "instructions.pegReference"),
    };
}
