using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The typed data SetTradingRules as signed: all rules of a market, widths in ticks.</summary>
internal sealed record RulesFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MarketId { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string EntryBandTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ExecutionBandTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string CascadeTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string CollarTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string CollarWidenTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string InitialReferenceTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MinDisplayLots { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MinOrderLots { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MinMarkDepthLots { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string PriceIncrementTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string FirstTriggerTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string FirstTriggerHorizonSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string FirstTriggerAuctionSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string SecondTriggerTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string SecondTriggerHorizonSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string SecondTriggerAuctionSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ThirdTriggerTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ThirdTriggerHorizonSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ThirdTriggerAuctionSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string EntryBandVolatility { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MaxIcebergParts { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MaxCascade { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string AuctionSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string AuctionRandomSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MaxExtensions { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string BatchIntervalMs { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string SessionEndSecondOfDay { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ScheduledAuctionSecondOfDay { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string OutageSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MarkMaxAgeSeconds { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Allocation { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Flags { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Nonce { get; init; }

    /// <summary>The command and its nonce, or the name of the first wrong member.</summary>
    public (SetTradingRules Command, ulong Nonce)? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var command = new SetTradingRules
        {
            MarketId = (uint)parser.Unsigned(MarketId, uint.MaxValue, "marketId"),
            Rules = ParseRules(ref parser),
        };
        var nonce = parser.Unsigned(Nonce, ulong.MaxValue, "nonce");
        wrongMember = parser.WrongMember ?? string.Empty;
        return parser.WrongMember is null ? (command, nonce) : null;
    }

    private TradingRules ParseRules(ref FieldParser parser) =>
        new()
        {
            EntryBandTicks = parser.Signed64(EntryBandTicks, "entryBandTicks"),
            ExecutionBandTicks = parser.Signed64(ExecutionBandTicks, "executionBandTicks"),
            CascadeTicks = parser.Signed64(CascadeTicks, "cascadeTicks"),
            CollarTicks = parser.Signed64(CollarTicks, "collarTicks"),
            CollarWidenTicks = parser.Signed64(CollarWidenTicks, "collarWidenTicks"),
            InitialReferenceTicks = parser.Signed64(InitialReferenceTicks, "initialReferenceTicks"),
            MinDisplayLots = parser.Signed64(MinDisplayLots, "minDisplayLots"),
            MinOrderLots = parser.Signed64(MinOrderLots, "minOrderLots"),
            MinMarkDepthLots = parser.Signed64(MinMarkDepthLots, "minMarkDepthLots"),
            PriceIncrementTicks = parser.Signed64(PriceIncrementTicks, "priceIncrementTicks"),
            FirstTrigger = new VolatilityTrigger
            {
                Ticks = parser.Signed64(FirstTriggerTicks, "firstTriggerTicks"),
                HorizonSeconds =
                    (uint)parser.Unsigned(FirstTriggerHorizonSeconds, uint.MaxValue, "firstTriggerHorizonSeconds"),
                AuctionSeconds =
                    (uint)parser.Unsigned(FirstTriggerAuctionSeconds, uint.MaxValue, "firstTriggerAuctionSeconds"),
            },
            SecondTrigger = new VolatilityTrigger
            {
                Ticks = parser.Signed64(SecondTriggerTicks, "secondTriggerTicks"),
                HorizonSeconds =
                    (uint)parser.Unsigned(SecondTriggerHorizonSeconds, uint.MaxValue, "secondTriggerHorizonSeconds"),
                AuctionSeconds =
                    (uint)parser.Unsigned(SecondTriggerAuctionSeconds, uint.MaxValue, "secondTriggerAuctionSeconds"),
            },
            ThirdTrigger = new VolatilityTrigger
            {
                Ticks = parser.Signed64(ThirdTriggerTicks, "thirdTriggerTicks"),
                HorizonSeconds =
                    (uint)parser.Unsigned(ThirdTriggerHorizonSeconds, uint.MaxValue, "thirdTriggerHorizonSeconds"),
                AuctionSeconds =
                    (uint)parser.Unsigned(ThirdTriggerAuctionSeconds, uint.MaxValue, "thirdTriggerAuctionSeconds"),
            },
            EntryBandVolatility = (uint)parser.Unsigned(EntryBandVolatility, uint.MaxValue, "entryBandVolatility"),
            MaxIcebergParts = (uint)parser.Unsigned(MaxIcebergParts, uint.MaxValue, "maxIcebergParts"),
            MaxCascade = (uint)parser.Unsigned(MaxCascade, uint.MaxValue, "maxCascade"),
            AuctionSeconds = (uint)parser.Unsigned(AuctionSeconds, uint.MaxValue, "auctionSeconds"),
            AuctionRandomSeconds = (uint)parser.Unsigned(AuctionRandomSeconds, uint.MaxValue, "auctionRandomSeconds"),
            MaxExtensions = (uint)parser.Unsigned(MaxExtensions, uint.MaxValue, "maxExtensions"),
            BatchIntervalMs = (uint)parser.Unsigned(BatchIntervalMs, uint.MaxValue, "batchIntervalMs"),
            SessionEndSecondOfDay =
                (uint)parser.Unsigned(SessionEndSecondOfDay, uint.MaxValue, "sessionEndSecondOfDay"),
            ScheduledAuctionSecondOfDay =
                (uint)parser.Unsigned(ScheduledAuctionSecondOfDay, uint.MaxValue, "scheduledAuctionSecondOfDay"),
            OutageSeconds = (uint)parser.Unsigned(OutageSeconds, uint.MaxValue, "outageSeconds"),
            MarkMaxAgeSeconds = (uint)parser.Unsigned(MarkMaxAgeSeconds, uint.MaxValue, "markMaxAgeSeconds"),
            Allocation = (Allocation)parser.Unsigned(Allocation, byte.MaxValue, "allocation"),
            Flags = (TradingFlags)parser.Unsigned(Flags, byte.MaxValue, "flags"),
        };
}
