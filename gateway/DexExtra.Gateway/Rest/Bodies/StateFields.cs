using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The typed data SetMarketState as signed.</summary>
internal sealed record StateFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MarketId { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string State { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Nonce { get; init; }

    /// <summary>The command and its nonce, or the name of the first wrong member.</summary>
    public (SetMarketState Command, ulong Nonce)? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var command = new SetMarketState
        {
            MarketId = (uint)parser.Unsigned(MarketId, uint.MaxValue, "marketId"),
            State = (MarketState)parser.Unsigned(State, byte.MaxValue, "state"),
        };
        var nonce = parser.Unsigned(Nonce, ulong.MaxValue, "nonce");
        wrongMember = parser.WrongMember ?? string.Empty;
        return parser.WrongMember is null ? (command, nonce) : null;
    }
}
