using System.Globalization;
using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

/// <summary>Reads tests/vectors/eip712, which a stock wallet library wrote (generate.mjs beside it).</summary>
internal static class Vectors
{
    private static readonly JsonElement Root = Load("eip712.json");

    public static Eip712Domain Domain { get; } = DomainOf(Root.GetProperty("domain"));

    public static byte[][] Keys { get; } =
        [.. Root.GetProperty("accounts").EnumerateArray().Select(account => Bytes(account.GetProperty("key")))];

    public static Address[] Accounts { get; } =
        [.. Root.GetProperty("accounts").EnumerateArray().Select(a => AddressOf(a.GetProperty("address")))];

    public static IEnumerable<JsonElement> Section(string name) => Root.GetProperty(name).EnumerateArray();

    public static JsonElement Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf("vectors", name)));
        return document.RootElement.Clone();
    }

    public static string PathOf(string folder, string name) => Path.Combine(AppContext.BaseDirectory, folder, name);

    public static Eip712Domain DomainOf(JsonElement domain) => new(
        domain.GetProperty("name").GetString()!,
        domain.GetProperty("version").GetString()!,
        domain.GetProperty("chainId").GetUInt64(),
        AddressOf(domain.GetProperty("verifyingContract")));

    public static SignedOrder OrderOf(JsonElement message) => new()
    {
        Account = new AccountId(AddressOf(message.GetProperty("account")), Number<uint>(message, "subaccount")),
        MarketId = Number<uint>(message, "marketId"),
        Side = (Side)Number<byte>(message, "side"),
        OrderType = (OrderType)Number<byte>(message, "orderType"),
        TimeInForce = (TimeInForce)Number<byte>(message, "timeInForce"),
        Flags = (OrderFlags)Number<uint>(message, "flags"),
        LimitPrice = Number<Int128>(message, "limitPrice"),
        TriggerPrice = Number<Int128>(message, "triggerPrice"),
        Quantity = Number<UInt128>(message, "quantity"),
        ExpirySeconds = Number<ulong>(message, "expiry"),
        MaxFeePerUnit = Number<UInt128>(message, "maxFeePerUnit"),
        Nonce = Number<ulong>(message, "nonce"),
        Version = Number<uint>(message, "version"),
        Instructions = InstructionsOf(message.GetProperty("instructions")),
    };

    public static OrderInstructions InstructionsOf(JsonElement message) => new()
    {
        DisplayQuantity = Number<UInt128>(message, "displayQuantity"),
        DisplayVariance = Number<UInt128>(message, "displayVariance"),
        MinQuantity = Number<UInt128>(message, "minQuantity"),
        Budget = Number<UInt128>(message, "budget"),
        TrailingDistance = Number<UInt128>(message, "trailingDistance"),
        PriceOffset = Number<UInt128>(message, "priceOffset"),
        ActivationPrice = Number<Int128>(message, "activationPrice"),
        TrailingBasisPoints = Number<uint>(message, "trailingBasisPoints"),
        PositionFraction = Number<uint>(message, "positionFraction"),
        DurationSeconds = Number<uint>(message, "duration"),
        IntervalSeconds = Number<uint>(message, "interval"),
        TriggerSource = (TriggerSource)Number<byte>(message, "triggerSource"),
        ExpiryAction = (ExpiryAction)Number<byte>(message, "expiryAction"),
        PegReference = (PegReference)Number<byte>(message, "pegReference"),
    };

    public static CreateMarket MarketOf(JsonElement message)
    {
        Assert.True(FixedText64.TryCreate(message.GetProperty("metricId").GetString(), out var metricId));
        return new CreateMarket
        {
            MarketId = Number<uint>(message, "marketId"),
            AssetId = Number<uint>(message, "assetId"),
            TickSize = Number<Int128>(message, "tickSize"),
            LotSize = Number<Int128>(message, "lotSize"),
            Multiplier = Number<Int128>(message, "multiplier"),
            FloorTicks = Number<long>(message, "floorTicks"),
            CapTicks = Number<long>(message, "capTicks"),
            TakerFeePerLot = Number<long>(message, "takerFeePerLot"),
            MakerFeePerLot = Number<long>(message, "makerFeePerLot"),
            MaxOrderLots = Number<long>(message, "maxOrderLots"),
            ProtectionTicks = Number<long>(message, "protectionTicks"),
            AuctionFeePerLot = Number<long>(message, "auctionFeePerLot"),
            FeeModel = (FeeModel)Number<byte>(message, "feeModel"),
            TakerFeeRate = Number<uint>(message, "takerFeeRate"),
            MakerFeeRate = Number<int>(message, "makerFeeRate"),
            AuctionFeeRate = Number<uint>(message, "auctionFeeRate"),
            MarginMode = (MarginMode)Number<byte>(message, "marginMode"),
            InitialState = (MarketState)Number<byte>(message, "initialState"),
            Life = LifeOf(message.GetProperty("life")),
            QuestionHash = HashOf(message.GetProperty("questionHash")),
            MetricId = metricId,
        };
    }

    public static MarketLife LifeOf(JsonElement message) => new()
    {
        TerminationSeconds = Number<ulong>(message, "termination"),
        ObservationStartSeconds = Number<ulong>(message, "observationStart"),
        ObservationEndSeconds = Number<ulong>(message, "observationEnd"),
        PublicationDelaySeconds = Number<uint>(message, "publicationDelay"),
        FallbackDeadlineSeconds = Number<ulong>(message, "fallbackDeadline"),
        Fallback = (SettlementFallback)Number<byte>(message, "fallback"),
        FallbackWindowSeconds = Number<uint>(message, "fallbackWindow"),
        OutOfRange = (OutOfRange)Number<byte>(message, "outOfRange"),
        SettlementFeePerLot = Number<long>(message, "settlementFeePerLot"),
        Oracle = AddressOf(message.GetProperty("oracle")),
    };

    public static ListAsset AssetOf(JsonElement message)
    {
        Assert.True(FixedText64.TryCreate(message.GetProperty("symbol").GetString(), out var symbol));
        return new ListAsset
        {
            AssetId = Number<uint>(message, "assetId"),
            TokenDecimals = Number<uint>(message, "tokenDecimals"),
            Token = AddressOf(message.GetProperty("token")),
            Symbol = symbol,
        };
    }

    public static T Number<T>(JsonElement message, string name)
        where T : IParsable<T> => T.Parse(message.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    public static Address AddressOf(JsonElement text) => Address.Parse(text.GetString()!);

    public static Hash32 HashOf(JsonElement text)
    {
        Assert.True(Hash32.TryParse(text.GetString(), out var hash));
        return hash;
    }

    public static byte[] Bytes(JsonElement text) => Convert.FromHexString(text.GetString()!.AsSpan(2));
}
