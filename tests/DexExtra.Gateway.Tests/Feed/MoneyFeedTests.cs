using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>Results, payouts, risk parameters and flags of trades in the feed, from hand-built frames.</summary>
public sealed class MoneyFeedTests : IDisposable
{
    private readonly DirectFeed _feed = new();
    private long _sequence;

    public MoneyFeedTests()
    {
        Apply(EventType.MarketCreated, new MarketCreated
        {
            Request = new CreateMarket { MarketId = 1, TickSize = 1_000_000, LotSize = FixedPoint.One },
        });
    }

    public void Dispose() => _feed.Dispose();

    [Fact]
    [Trait("rule", "M5")]
    public async Task A_result_a_payout_and_risk_parameters_are_status_messages()
    {
        Assert.NotNull(_feed.Subscribe(FeedChannel.Status, 1));
        Apply(EventType.RiskParametersChanged, new RiskParametersChanged
        {
            MarketSequence = 1,
            MarketId = 1,
            Parameters = new RiskParameters { MinScanTicks = 6, MaintenanceBp = 5_000 },
        });
        Apply(EventType.ResultChanged, Result(2, OracleUpdateKind.Proposed));
        Apply(EventType.ResultChanged, Result(3, OracleUpdateKind.Disputed));
        Apply(EventType.MarketSettled, new MarketSettled
        {
            MarketSequence = 4,
            MarketId = 1,
            SettlementTicks = -150,
            Gains = FixedPoint.One,
            IsFallback = 1,
        });
        Assert.NotNull(_feed.Subscribe(FeedChannel.Status, 1));
        await FlushAsync();

        var messages = _feed.Messages.Where(message => message["sequence"] is not null).ToList();
        Assert.Equal(
            ["status.snapshot", "risk", "result", "result", "settled", "status.snapshot"],
            messages.Select(message => (string)message["type"]!));
        Assert.Equal(["1", "2", "3"], messages.Skip(2).Take(3).Select(message => (string)message["previousSequence"]!));
        Assert.Equal(("6", 5_000), ((string)messages[1]["risk"]!["minScanTicks"]!, (int)messages[1]["risk"]!["maintenanceBp"]!));
        Assert.Equal(("PROPOSED", "-1.5"), ((string)messages[2]["result"]!["kind"]!, (string)messages[2]["result"]!["settlementPrice"]!));
        Assert.Null(messages[3]["result"]!["settlementPrice"]);
        Assert.Equal(
            ("-150", true),
            ((string)messages[4]["settlement"]!["settlementTicks"]!, (bool)messages[4]["settlement"]!["fallback"]!));
        Assert.Equal("DISPUTED", (string)messages[5]["result"]!["kind"]!);
        Assert.NotNull(messages[5]["settlement"]);
    }

    [Fact]
    [Trait("rule", "D5")]
    public async Task A_trade_says_all_its_flags_and_only_a_call_has_a_number()
    {
        Assert.NotNull(_feed.Subscribe(FeedChannel.Trades, 1));
        Trade(1, TradeFlags.Liquidation, Side.Sell);
        Trade(2, TradeFlags.Deleveraging, default);
        Trade(3, TradeFlags.Block | TradeFlags.Bust, default);
        await FlushAsync();

        var trades = _feed.Messages.Where(message => (string?)message["type"] == "trade").ToList();
        Assert.Equal(
            ["LIQUIDATION", "DELEVERAGING", "BLOCK BUST"],
            trades.Select(trade => string.Join(' ', trade["flags"]!.AsArray().Select(flag => (string)flag!))));
        Assert.Equal(["SELL", null, null], trades.Select(trade => (string?)trade["aggressor"]));
    }

    private static ResultChanged Result(ulong sequence, OracleUpdateKind kind) => new()
    {
        MarketSequence = sequence,
        Update = new OracleUpdate { MarketId = 1, Kind = kind },
        SettlementTicks = -150,
    };

    private void Trade(ulong match, TradeFlags flags, Side aggressor) => Apply(EventType.Traded, new Traded
    {
        MatchId = match,
        MarketSequence = match,
        MarketId = 1,
        AssetId = 1,
        Flags = flags,
        Aggressor = aggressor,
        QuantityLots = 1,
        Buy = new TradeSide { Account = new AccountId(Owner(1), 0), AccountSequence = match, OrderId = 1L << 62 },
        Sell = new TradeSide { Account = new AccountId(Owner(2), 0), AccountSequence = match },
    });

    private static Address Owner(byte number) => new(Enumerable.Repeat(number, Address.SizeBytes).ToArray());

    private void Apply<TBody>(EventType type, TBody body)
        where TBody : unmanaged
    {
        var frame = new TestFrame(++_sequence).Add(type, body).Bytes;
        _feed.Apply(frame);
    }

    private Task FlushAsync() => _feed.FlushAsync();
}
