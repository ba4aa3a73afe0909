using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The typed data SetIndexPrice as signed.</summary>
internal sealed record IndexFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MarketId { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string PriceTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Nonce { get; init; }

    /// <summary>The command and its nonce, or the name of the first wrong member.</summary>
    public (SetIndexPrice Command, ulong Nonce)? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var command = new SetIndexPrice
        {
            MarketId = (uint)parser.Unsigned(MarketId, uint.MaxValue, "marketId"),
            PriceTicks = parser.Signed64(PriceTicks, "priceTicks"),
        };
        var nonce = parser.Unsigned(Nonce, ulong.MaxValue, "nonce");
        wrongMember = parser.WrongMember ?? string.Empty;
        return parser.WrongMember is null ? (command, nonce) : null;
    }
}
