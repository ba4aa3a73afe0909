using System.Text.Json.Nodes;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

// D9: candles and the last 24 hours, message for message
[Trait("rule", "D9")]
public sealed class CandleFeedTests : IDisposable
{
    private const byte OneMinute = 1;
    private const long Minute = 60_000_000_000;
    private const long Start = 1_700_000_040_000_000_000; // a whole minute

    private static readonly Address _owner = Address.Parse("0x00000000000000000000000000000000000000aa");

    private readonly ManualTime _time = new();
    private readonly DirectFeed _feed;
    private long _sequence;
    private ulong _marketSequence;
    private ulong _matchId;

    public CandleFeedTests()
    {
        _feed = new DirectFeed(_time);
        _feed.Apply(Frame(0).Add(EventType.MarketCreated, new MarketCreated
        {
            Request = new CreateMarket { MarketId = 1, TickSize = 1_000_000, LotSize = FixedPoint.One },
        }));
    }

    [Fact]
    public void Trades_make_candles_and_nothing_comes_while_nothing_changes()
    {
        _feed.Subscribe(FeedChannel.Candles, 1, OneMinute);
        Assert.Equal(["snapshot #0"], Told());

        Trade(1, 4_250, 3);
        Trade(2, 4_260, 1);
        Assert.Equal(["change #2 | 0: 4250 4260 4250 4260, 4 lots 17010 in 2, r0 open"], Told());
        Assert.Empty(Told());

        Trade(3, 4_240, 2);
        Assert.Equal(["change #3 | 0: 4250 4260 4240 4240, 6 lots 25490 in 3, r0 open"], Told());
    }

    [Fact]
    public void Minutes_without_trades_repeat_the_close()
    {
        Trade(1, 4_250, 3);
        _feed.Subscribe(FeedChannel.Candles, 1, OneMinute);
        Told();

        _feed.Apply(Frame(2 * Minute));

        Assert.Equal(
            [
                "change #1 | 0: 4250 4250 4250 4250, 3 lots 12750 in 1, r0 closed"
                + " | 1: 4250 4250 4250 4250, 0 lots 0 in 0, r0 closed | 2: 4250 4250 4250 4250, 0 lots 0 in 0, r0 open",
            ],
            Told());
        Trade((2 * Minute) + 5, -7, 2);
        Assert.Equal(["change #2 | 2: -7 -7 -7 -7, 2 lots -14 in 1, r0 open"], Told());
    }

    // a slice of an uncrossing trades at the time of its call, perhaps in a minute that is over
    [Fact]
    public void A_late_trade_corrects_its_candle_and_the_closes_that_were_repeated()
    {
        Trade(1, 4_250, 3);
        _feed.Apply(Frame(2 * Minute));
        _feed.Subscribe(FeedChannel.Candles, 1, OneMinute);
        Told();

        Apply(2 * Minute, new Traded
        {
            PriceTicks = 4_300, QuantityLots = 1, MatchedNs = Start + 9, Flags = TradeFlags.Auction, AuctionId = 1,
        });

        Assert.Equal(
            [
                "change #2 | 0: 4250 4300 4250 4300, 4 lots 17050 in 2, r1 closed"
                + " | 1: 4300 4300 4300 4300, 0 lots 0 in 0, r1 closed | 2: 4300 4300 4300 4300, 0 lots 0 in 0, r0 open",
            ],
            Told());
    }

    // F11
    [Fact]
    public void A_bust_takes_its_lots_and_leaves_the_prices_also_for_what_follows()
    {
        Trade(1, 4_250, 3);
        _feed.Subscribe(FeedChannel.Candles, 1, OneMinute);
        Told();

        Apply(5, new Traded
        {
            PriceTicks = 4_250, QuantityLots = 3, MatchedNs = Start + 5, Flags = TradeFlags.Bust, BustedMatchId = 1,
        });
        Assert.Equal(["change #2 | 0: 4250 4250 4250 4250, 0 lots 0 in 0, r1 open"], Told());

        Trade(6, 4_240, 2);
        Assert.Equal(["change #3 | 0: 4250 4250 4240 4240, 2 lots 8480 in 1, r1 open"], Told());
        Apply(7, new Traded
        {
            PriceTicks = 1, QuantityLots = 3, MatchedNs = Start + 7, Flags = TradeFlags.Bust, BustedMatchId = 99,
        });
        Assert.Empty(Told());
    }

    [Fact]
    public void Prices_below_zero_are_prices()
    {
        _feed.Subscribe(FeedChannel.Candles, 1, OneMinute);
        Told();

        Trade(1, -5, 2);
        Trade(2, 3, 1);
        Trade(3, -9, 1);

        Assert.Equal(["change #3 | 0: -5 3 -9 -9, 4 lots -16 in 3, r0 open"], Told());
    }

    // L4, U3
    [Fact]
    public void Blocks_and_deleveraging_are_no_candle_liquidations_and_auctions_are()
    {
        _feed.Subscribe(FeedChannel.Candles, 1, OneMinute);
        Told();

        foreach (var (flags, price) in new[]
        {
            (TradeFlags.Block, 10), (TradeFlags.Deleveraging, 20), (TradeFlags.Liquidation, 30), (TradeFlags.Auction, 40),
        })
        {
            Apply(1, new Traded { PriceTicks = price, QuantityLots = 1, MatchedNs = Start + 1, Flags = flags });
        }

        Assert.Equal(["change #4 | 0: 30 40 30 40, 2 lots 70 in 2, r0 open"], Told());
    }

    [Fact]
    public void A_pause_longer_than_what_is_kept_leaves_whole_minutes_up_to_now()
    {
        Trade(1, 4_250, 3);
        _feed.Apply(Frame(5_000 * Minute));
        _feed.Subscribe(FeedChannel.Candles, 1, OneMinute);

        var candles = _feed.Take().Single(message => message["candles"] is not null)["candles"]!.AsArray();

        Assert.Equal(GatewayLimits.CandlesInSnapshot, candles.Count);
        var times = candles.Select(candle => long.Parse(
            (string)candle!["openTime"]!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Start + (5_000 * Minute), times[^1]);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(Minute, pair.Second - pair.First));
        Assert.All(candles, candle => Assert.Equal("4250", (string?)candle!["closeTicks"]));
    }

    [Fact]
    public void Statistics_are_of_the_last_day_and_come_in_seconds_in_which_they_changed()
    {
        _feed.Subscribe(FeedChannel.Stats, 1);
        Assert.Equal(["- - - - -, 0 lots 0 in 0, blocks 0"], ToldStats());

        Trade(1, 4_250, 3);
        Trade(2, 4_300, 1);
        Apply(3, new Traded { PriceTicks = 1, QuantityLots = 7, MatchedNs = Start + 3, Flags = TradeFlags.Block });
        Assert.Equal(["0 4250 4300 4250 4300, 4 lots 17050 in 2, blocks 7"], ToldStats());
        Assert.Empty(ToldStats());

        Trade(10 * Minute, -2, 5);
        Assert.Equal(["0 4250 4300 -2 -2, 9 lots 17040 in 3, blocks 7"], ToldStats());
        _feed.Apply(Frame(1_439 * Minute));
        Assert.Equal(["0 4250 4300 -2 -2, 9 lots 17040 in 3, blocks 7"], ToldStats());
        _feed.Apply(Frame(1_440 * Minute));
        Assert.Equal(["1 4300 4300 -2 -2, 5 lots -10 in 1, blocks 7"], ToldStats());
        _feed.Apply(Frame(1_450 * Minute));
        Assert.Equal(["11 -2 -2 -2 -2, 0 lots 0 in 0, blocks 7"], ToldStats());
    }

    public void Dispose() => _feed.Dispose();

    private static string Text(JsonNode? value) => value is null ? "-" : value.ToString();

    private static string Minutes(JsonNode? openTime) => openTime is null ? "-" : string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(long.Parse((string)openTime!, System.Globalization.CultureInfo.InvariantCulture) - Start) / Minute}");

    private static string Describe(JsonNode c) =>
        $" | {Minutes(c["openTime"])}: {c["openTicks"]} {c["highTicks"]} {c["lowTicks"]} {c["closeTicks"]}, "
        + $"{c["lots"]} lots {c["tickLots"]} in {c["trades"]}, r{c["revision"]} {((bool)c["closed"]! ? "closed" : "open")}";

    /// <summary>What half a second later was told of candles.</summary>
    private List<string> Told()
    {
        _time.Advance(TimeSpan.FromMilliseconds(GatewayLimits.CandleUpdateMs));
        _feed.Hub.OnPause();
        return [.. _feed.Take().Where(message => message["candles"] is not null).Select(message =>
            $"{((string)message["type"]! == "candles" ? "change" : "snapshot")} #{message["sequence"]}"
            + string.Concat(message["candles"]!.AsArray().Select(candle => Describe(candle!))))];
    }

    /// <summary>What a second later was told of the last day.</summary>
    private List<string> ToldStats()
    {
        _time.Advance(TimeSpan.FromMilliseconds(GatewayLimits.FeedHeartbeatMs));
        _feed.Hub.OnPause();
        return [.. _feed.Take().Where(message => (string)message["type"]! == "stats").Select(m =>
            $"{Minutes(m["since"])} {Text(m["openTicks"])} {Text(m["highTicks"])} {Text(m["lowTicks"])} "
            + $"{Text(m["lastTicks"])}, {m["volumeLots"]} lots {m["tickLots"]} in {m["trades"]}, blocks {m["blockLotsTotal"]}")];
    }

    private TestFrame Frame(long afterStartNs) =>
        new(new CommandHeader { Sequence = ++_sequence, TimestampNs = Start + afterStartNs });

    private void Trade(long afterStartNs, long priceTicks, long lots) => Apply(afterStartNs, new Traded
    {
        PriceTicks = priceTicks, QuantityLots = lots, MatchedNs = Start + afterStartNs, Aggressor = Side.Buy,
    });

    private void Apply(long afterStartNs, Traded trade) => _feed.Apply(Frame(afterStartNs).Add(
        EventType.Traded,
        trade with
        {
            MarketId = 1,
            AssetId = 1,
            MatchId = ++_matchId,
            MarketSequence = ++_marketSequence,
            Buy = Party(1),
            Sell = Party(2),
        }));

    private TradeSide Party(uint subaccount) =>
        new() { Account = new AccountId(_owner, subaccount), AccountSequence = _matchId };
}
