using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of PATCH of an order: what is absent stays. Raw integers (1e-8), as strings or numbers.</summary>
internal sealed record AmendRequest
{
    /// <summary>New total, filled part included.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string? Quantity { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public string? LimitPrice { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public string? DisplayQuantity { get; init; }

    /// <summary>Unix seconds.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string? Expiry { get; init; }

    /// <summary>The command without account and order, or the name of the first wrong member.</summary>
    public AmendOrder? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var amend = new AmendOrder
        {
            Quantity = parser.Unsigned128(Quantity ?? "0", "quantity"),
            LimitPrice = parser.Signed128(LimitPrice ?? "0", "limitPrice"),
            DisplayQuantity = parser.Unsigned128(DisplayQuantity ?? "0", "displayQuantity"),
            ExpirySeconds = parser.Unsigned(Expiry ?? "0", ulong.MaxValue, "expiry"),
            Fields = (Quantity is null ? 0 : AmendFields.Quantity)
                | (LimitPrice is null ? 0 : AmendFields.LimitPrice)
                | (DisplayQuantity is null ? 0 : AmendFields.DisplayQuantity)
                | (Expiry is null ? 0 : AmendFields.Expiry),
        };
        wrongMember = parser.WrongMember ?? string.Empty;
        return parser.WrongMember is null ? amend : null;
    }
}
