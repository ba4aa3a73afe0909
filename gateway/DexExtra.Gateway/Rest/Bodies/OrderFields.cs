using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The EIP-712 message Order exactly as signed: raw integers (1e-8), as strings or numbers.</summary>
internal sealed record OrderFields
{
    public required string Account { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Subaccount { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MarketId { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Side { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string OrderType { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string TimeInForce { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Flags { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string LimitPrice { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string TriggerPrice { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Quantity { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Expiry { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MaxFeePerUnit { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Nonce { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Version { get; init; }

    /// <summary>Absent: all zero.</summary>
    public InstructionsFields Instructions { get; init; } = new();

    /// <summary>The order, or the name of the first member that is not a number in its type's range.</summary>
    public SignedOrder? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var owner = parser.Address(Account, "account");
        var subaccount = (uint)parser.Unsigned(Subaccount, uint.MaxValue, "subaccount");
        var order = new SignedOrder
        {
            Account = new AccountId(owner, subaccount),
            MarketId = (uint)parser.Unsigned(MarketId, uint.MaxValue, "marketId"),
            Side = (Side)parser.Unsigned(Side, byte.MaxValue, "side"),
            OrderType = (OrderType)parser.Unsigned(OrderType, byte.MaxValue, "orderType"),
            TimeInForce = (TimeInForce)parser.Unsigned(TimeInForce, byte.MaxValue, "timeInForce"),
            Flags = (OrderFlags)parser.Unsigned(Flags, uint.MaxValue, "flags"),
            LimitPrice = parser.Signed128(LimitPrice, "limitPrice"),
            TriggerPrice = parser.Signed128(TriggerPrice, "triggerPrice"),
            Quantity = parser.Unsigned128(Quantity, "quantity"),
            ExpirySeconds = parser.Unsigned(Expiry, ulong.MaxValue, "expiry"),
            MaxFeePerUnit = parser.Unsigned128(MaxFeePerUnit, "maxFeePerUnit"),
            Nonce = parser.Unsigned(Nonce, ulong.MaxValue, "nonce"),
            Version = (uint)parser.Unsigned(Version, uint.MaxValue, "version"),
            Instructions = Instructions.Parse(ref parser),
        };
        wrongMember = parser.WrongMember ?? string.Empty;
        return parser.WrongMember is null ? order : null;
    }
}
