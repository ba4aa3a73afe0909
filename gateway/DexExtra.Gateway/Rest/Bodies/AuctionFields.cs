using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The typed data StartAuction as signed.</summary>
internal sealed record AuctionFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MarketId { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Kind { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string DurationSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string RandomSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Nonce { get; init; }

    /// <summary>The command and its nonce, or the name of the first wrong member.</summary>
    public (StartAuction Command, ulong Nonce)? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var command = new StartAuction
        {
            MarketId = (uint)parser.Unsigned(MarketId, uint.MaxValue, "marketId"),
            Kind = (AuctionKind)parser.Unsigned(Kind, byte.MaxValue, "kind"),
            DurationSeconds = (uint)parser.Unsigned(DurationSeconds, uint.MaxValue, "durationSeconds"),
            RandomSeconds = (uint)parser.Unsigned(RandomSeconds, uint.MaxValue, "randomSeconds"),
        };
        var nonce = parser.Unsigned(Nonce, ulong.MaxValue, "nonce");
        wrongMember = parser.WrongMember ?? string.Empty;
        return parser.WrongMember is null ? (command, nonce) : null;
    }
}
