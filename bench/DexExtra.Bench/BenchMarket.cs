using DexExtra.Messages;

namespace DexExtra.Bench;

/// <summary>The one market and asset of every run, and the orders sent to it.</summary>
internal static class BenchMarket
{
    public const uint AssetId = 1;
    public const uint MarketId = 1;
    public const long CapTicks = 10_000;

    public static readonly Address Token = Address.Parse("0x00000000000000000000000000000000000000aa");

    private const long DepositUnits = 1_000_000_000_000_000_000;
    private const ulong ChainId = 31_337;

    public static ListAsset Asset => new()
    {
        AssetId = AssetId,
        TokenDecimals = 6,
        Token = Token,
        Symbol = Text("USDC"),
    };

    public static CreateMarket Market => new()
    {
        MarketId = MarketId,
        AssetId = AssetId,
        TickSize = FixedPoint.One,
        LotSize = FixedPoint.One,
        Multiplier = FixedPoint.One / 100,
        FloorTicks = -CapTicks,
        CapTicks = CapTicks,
        TakerFeePerLot = 100,
        MakerFeePerLot = 100,
        MaxOrderLots = 1_000_000,
        ProtectionTicks = 1_000,
        InitialState = MarketState.Continuous,
        Life = MarketLives.Far,
        MetricId = Text("BENCH"),
    };

    public static Deposit DepositFor(AccountId account, ulong id) => new()
    {
        DepositId = id,
        ChainId = ChainId,
        Account = account,
        Token = Token,
        Amount = DepositUnits,
    };

    public static SignedOrder Order(AccountId account, Side side, long priceTicks, ulong nonce) => new()
    {
        Account = account,
        MarketId = MarketId,
        Side = side,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.GoodTillCancel,
        Version = SignedOrder.FirstVersion,
        LimitPrice = (Int128)priceTicks * FixedPoint.One,
        Quantity = (UInt128)FixedPoint.One,
        MaxFeePerUnit = (UInt128)FixedPoint.One,
        ExpirySeconds = (ulong)DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds(),
        Nonce = nonce,
    };

    private static FixedText64 Text(string text) => FixedText64.TryCreate(text, out var value)
        ? value
        : throw new ArgumentException($"'{text}' does not fit", nameof(text));
}
