using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>What the lines read so far have set: terms and rules of markets, orders by label, the next numbers.</summary>
internal sealed class ScenarioState()
{
    private readonly Dictionary<uint, CreateMarket> _terms = [];
    private readonly Dictionary<uint, TradingRules> _rules = [];
    private readonly Dictionary<string, NewOrder> _orders = [];
    private ulong _number = 1_000;
    private ulong _deposit;

    /// <summary>A copy that knows the same markets, to try a line out on.</summary>
    public ScenarioState(ScenarioState other)
        : this() => _terms = other._terms;

    public ScenarioNames Names { get; } = new();

    public static Address Token => ScenarioNames.Token(1);

    public static ListAsset DefaultAsset => new()
    {
        AssetId = 1,
        TokenDecimals = 8,
        Token = Token,
        Symbol = Text("TUSD"),
    };

    /// <summary>
    /// Prices 0 to 100; a tick and a lot are 1.0, and one tick of one lot is one ledger unit; taker fee 2, maker fee 1
    /// and auction fee 1 per lot; protection 5 ticks.
    /// </summary>
    public static CreateMarket DefaultTerms => new()
    {
        MarketId = 1,
        AssetId = 1,
        TickSize = FixedPoint.One,
        LotSize = FixedPoint.One,
        Multiplier = 1,
        FloorTicks = 0,
        CapTicks = 100,
        TakerFeePerLot = 2,
        MakerFeePerLot = 1,
        AuctionFeePerLot = 1,
        MaxOrderLots = 100_000,
        ProtectionTicks = 5,
        MetricId = Text("TEMP-SCENARIO"),
        InitialState = MarketState.Continuous,
        Life = Streams.StreamMarkets.Life,
    };

    public static EngineOptions DefaultOptions => new()
    {
        MaxAccounts = 64,
        MaxAssets = 4,
        MaxMarkets = 4,
        MaxBalances = 128,
        MaxPositions = 128,
        MaxOpenOrders = 16_384,
        MaxLadderNodes = 4_096,
        MaxClientOrderIds = 32_768,
        MaxUnsettledMatches = 65_536,
        MaxChains = 2,
        MaxBustableMatches = 4_096,
        MaxFundReferences = 256,
    };

    /// <summary>Nonces, client order ids and hashes that nobody said.</summary>
    public ulong NextNumber() => ++_number;

    public ulong NextDeposit() => ++_deposit;

    /// <summary>The terms of a market, as its first command said them; those of the default market otherwise.</summary>
    public CreateMarket Terms(uint market) => _terms.TryGetValue(market, out var terms) ? terms : DefaultTerms;

    public void Created(in CreateMarket terms) => _terms.TryAdd(terms.MarketId, terms);

    public TradingRules Rules(uint market) =>
        _rules.TryGetValue(market, out var rules) ? rules : TradingRules.Default;

    public void Ruled(uint market, in TradingRules rules) => _rules[market] = rules;

    public void Sent(string? label, in NewOrder order, long orderId)
    {
        if (label is not null)
        {
            _orders[label] = order;
            Names.Label(label, orderId);
        }
    }

    public void Replaced(string? label, in NewOrder order)
    {
        if (label is not null && _orders.ContainsKey(label))
        {
            _orders[label] = order;
        }
    }

    public NewOrder? Order(string? label) =>
        label is not null && _orders.TryGetValue(label, out var order) ? order : null;

    private static FixedText64 Text(string text) => FixedText64.TryCreate(text, out var value) ? value : default;
}
