using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The typed data ListAsset as signed.</summary>
internal sealed record AssetFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string AssetId { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string TokenDecimals { get; init; }

    public required string Token { get; init; }

    public required string Symbol { get; init; }

    /// <summary>The command, or the name of the first wrong member.</summary>
    public ListAsset? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var asset = new ListAsset
        {
            AssetId = (uint)parser.Unsigned(AssetId, uint.MaxValue, "assetId"),
            TokenDecimals = (uint)parser.Unsigned(TokenDecimals, byte.MaxValue, "tokenDecimals"),
            Token = parser.Address(Token, "token"),
            Symbol = parser.Text(Symbol, "symbol"),
        };
        wrongMember = parser.WrongMember ?? string.Empty;
        return parser.WrongMember is null ? asset : null;
    }
}
