using System.Text;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Views;

/// <summary>A market's state, auctions, prices and rules, from hand-built frames to REST and the feed.</summary>
public sealed class MarketStatusTests
{
    private readonly VenueView _venue = new(new GatewayLimits());
    private readonly StatusMessages _messages = new();
    private long _sequence;
    private ulong _marketSequence;

    public MarketStatusTests() => Apply(EventType.MarketCreated, new MarketCreated
    {
        Request = new CreateMarket
        {
            MarketId = 1,
            TickSize = 1_000_000,
            LotSize = FixedPoint.One,
            AuctionFeePerLot = 50_000_000,
            InitialState = MarketState.Pending,
        },
        TickValue = 1_000_000,
    });

    private MarketView Market => _venue.MarketOf(1);

    [Fact]
    [Trait("rule", "M1")]
    public void A_market_starts_in_its_initial_state_with_the_default_rules()
    {
        var market = Dto.Market(Market);

        Assert.Equal(("PENDING", "0.5", "0"), (market.State, market.AuctionFeePerLot, market.MarketSequence));
        Assert.Null(market.Auction);
        Assert.Null(market.MarkPrice);
        Assert.Equal(
            (1_000U, "PRICE_TIME", 3),
            (market.Rules.MaxIcebergParts, market.Rules.Allocation, market.Rules.VolatilityTriggers.Count));
    }

    [Fact]
    [Trait("rule", "A10")]
    public void A_call_is_shown_with_what_it_would_give_until_it_ends()
    {
        StartCall();
        Assert.Equal(("AUCTION", "7", null), (State.State, State.Auction!.AuctionId, State.Auction.Price));

        Indicate();
        var auction = State.Auction!;
        Assert.Equal(
            ("VOLATILITY", "9000", "1.25", "125", "4", "2", "SELL", true),
            (auction.Kind, auction.EarliestEndNs, auction.Price, auction.PriceTicks, auction.VolumeLots,
                auction.SurplusLots, auction.SurplusSide, auction.Indicative));

        StartCall();
        Assert.Equal("1.25", State.Auction!.Price);

        Apply(EventType.AuctionUncrossed, new AuctionUncrossed
        {
            MarketSequence = Next(),
            MarketId = 1,
            HasPrice = 1,
            AuctionId = 7,
            PriceTicks = 124,
            VolumeLots = 4,
            PreventedLots = 1,
        });
        Change(MarketState.Continuous, AuctionKind.None, 0);
        Assert.Equal(("CONTINUOUS", null), (State.State, State.Auction));
        Assert.Equal(
            ("7", "1.24", "4", "1"),
            (State.LastAuction!.AuctionId, State.LastAuction.Price, State.LastAuction.VolumeLots,
                State.LastAuction.PreventedLots));
    }

    [Fact]
    [Trait("rule", "B7")]
    public void Mark_index_and_rules_are_shown_as_they_are()
    {
        Apply(EventType.MarkPriceChanged, new MarkPriceChanged { MarketSequence = Next(), MarketId = 1, PriceTicks = -3 });
        Apply(
            EventType.IndexPriceChanged, new IndexPriceChanged { MarketSequence = Next(), MarketId = 1, PriceTicks = 9 });
        Apply(EventType.TradingRulesChanged, new TradingRulesChanged
        {
            MarketSequence = Next(),
            MarketId = 1,
            Rules = TradingRules.Default with { EntryBandTicks = 44, Allocation = Allocation.ProRata },
        });

        Assert.Equal(
            ("-0.03", "-3", "0.09", "9"), (State.MarkPrice, State.MarkTicks, State.IndexPrice, State.IndexTicks));
        Assert.Equal(("44", "PRO_RATA"), (State.Rules.EntryBandTicks, State.Rules.Allocation));
        Assert.Equal((3UL, 3UL), (Market.Sequence, Market.LastStatusSequence));
    }

    // D1: one number over everything public
    [Fact]
    [Trait("rule", "D1")]
    public void The_market_sequence_is_gapless_over_all_public_events()
    {
        StartCall();
        Apply(EventType.LevelChanged, new LevelChanged
        {
            MarketSequence = Next(),
            MarketId = 1,
            Side = Side.Buy,
            PriceTicks = 5,
            QuantityLots = 1,
            OrderCount = 1,
        });
        Indicate();
        Assert.Equal((3UL, 3UL), (Market.Sequence, Market.LastStatusSequence));

        Assert.Throws<InvalidDataException>(() => Apply(
            EventType.MarkPriceChanged, new MarkPriceChanged { MarketSequence = 5, MarketId = 1 }));
    }

    [Fact]
    [Trait("rule", "D4")]
    public void A_crossed_book_is_labelled()
    {
        Level(Side.Buy, 5);
        Level(Side.Sell, 6);
        Assert.False(Market.Book.IsCrossed);
        Level(Side.Sell, 5);
        Assert.True(Market.Book.IsCrossed);

        var snapshot = Parse(new FeedMessages().BookSnapshot(Market, 1));
        Assert.True((bool?)snapshot["crossed"]);
        Assert.Equal("PENDING", (string?)snapshot["state"]);
    }

    [Fact]
    public void Each_status_event_is_one_message_of_the_feed()
    {
        Assert.Equal(
            Json("{'type':'state','marketId':1,'sequence':'3','previousSequence':'2','state':'HALTED',"
                + "'cause':'OUTAGE','auction':null,'engineTime':'77'}"),
            Message(EventType.MarketStateChanged, new MarketStateChanged
            {
                MarketSequence = 3,
                MarketId = 1,
                State = MarketState.Halted,
                Cause = StateCause.Outage,
            }));
        Assert.Equal(
            Json("{'type':'auction.indicative','marketId':1,'sequence':'3','previousSequence':'2',"
                + "'auctionId':'7','price':null,'priceTicks':null,'volumeLots':'0','surplusLots':'0',"
                + "'surplusSide':null,'indicative':true,'engineTime':'77'}"),
            Message(EventType.AuctionIndicated, new AuctionIndicated { MarketSequence = 3, MarketId = 1, AuctionId = 7 }));
        Assert.Equal(
            Json("{'type':'auction.uncrossed','marketId':1,'sequence':'3','previousSequence':'2',"
                + "'auctionId':'7','price':'0.05','priceTicks':'5','volumeLots':'6','preventedLots':'1',"
                + "'indicative':false,'engineTime':'77'}"),
            Message(EventType.AuctionUncrossed, new AuctionUncrossed
            {
                MarketSequence = 3,
                MarketId = 1,
                AuctionId = 7,
                HasPrice = 1,
                PriceTicks = 5,
                VolumeLots = 6,
                PreventedLots = 1,
            }));
        Assert.Equal(
            Json("{'type':'mark','marketId':1,'sequence':'3','previousSequence':'2','mark':'0.05',"
                + "'markTicks':'5','engineTime':'77'}"),
            Message(EventType.MarkPriceChanged, new MarkPriceChanged { MarketSequence = 3, MarketId = 1, PriceTicks = 5 }));
        Assert.Equal(
            Json("{'type':'index','marketId':1,'sequence':'3','previousSequence':'2','index':'-0.05',"
                + "'indexTicks':'-5','engineTime':'77'}"),
            Message(
                EventType.IndexPriceChanged, new IndexPriceChanged { MarketSequence = 3, MarketId = 1, PriceTicks = -5 }));
        var rules = Message(
            EventType.TradingRulesChanged,
            new TradingRulesChanged { MarketSequence = 3, MarketId = 1, Rules = TradingRules.Default });
        Assert.StartsWith(
            Json("{'type':'rules','marketId':1,'sequence':'3','previousSequence':'2',"
                + "'rules':{'entryBandTicks':'0',"),
            rules,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_status_snapshot_is_what_the_changes_lead_to()
    {
        StartCall();
        Indicate();

        var snapshot = Parse(_messages.Snapshot(Market, 77));

        Assert.Equal(
            ("status.snapshot", "2", "AUCTION", "125"),
            ((string?)snapshot["type"], (string?)snapshot["lastStatusSequence"], (string?)snapshot["state"],
                (string?)snapshot["auction"]!["priceTicks"]));
        Assert.Null(snapshot["mark"]);
    }

    [Fact]
    [Trait("rule", "D5")]
    public void An_auction_trade_has_flags_and_no_aggressor()
    {
        var trade = new TradeRecord(1, 3, default, 5, 6, 77, TradeFlags.Auction, 8);
        Assert.Equal(
            Json("{'type':'trade','marketId':1,'matchId':'1','sequence':'3','price':'0.05',"
                + "'quantity':'6','priceTicks':'5','quantityLots':'6','aggressor':null,"
                + "'flags':['AUCTION'],'auctionId':'8','engineTime':'77','previousSequence':'2'}"),
            Encoding.UTF8.GetString(new FeedMessages().Trade(Market.Info, in trade, 2)));
        var dto = Dto.Trade(Market.Info, in trade);
        Assert.Equal((null, "8"), (dto.Aggressor, dto.AuctionId));
        Assert.Equal(["AUCTION"], dto.Flags);
    }

    private DexExtra.Gateway.Rest.Bodies.MarketDto State => Dto.Market(Market);

    /// <summary>Readable JSON: apostrophes stand for quotes.</summary>
    private static string Json(string text) => text.Replace('\'', '"');

    private static JsonObject Parse(byte[] message) => JsonNode.Parse(message)!.AsObject();

    private ulong Next() => ++_marketSequence;

    private void StartCall() => Change(MarketState.Auction, AuctionKind.Volatility, 7);

    private void Change(MarketState state, AuctionKind kind, ulong auctionId) =>
        Apply(EventType.MarketStateChanged, new MarketStateChanged
        {
            MarketSequence = Next(),
            MarketId = 1,
            State = state,
            Auction = kind,
            Cause = StateCause.VolatilityTrigger,
            AuctionId = auctionId,
            EarliestEndNs = auctionId == 0 ? 0 : 9_000,
        });

    private void Indicate() => Apply(EventType.AuctionIndicated, new AuctionIndicated
    {
        MarketSequence = Next(),
        MarketId = 1,
        SurplusSide = Side.Sell,
        HasPrice = 1,
        AuctionId = 7,
        PriceTicks = 125,
        VolumeLots = 4,
        SurplusLots = 2,
    });

    private void Level(Side side, long priceTicks) => Market.Book.Apply(new LevelChanged
    {
        Side = side,
        PriceTicks = priceTicks,
        QuantityLots = 1,
        OrderCount = 1,
    });

    private string Message<TBody>(EventType type, TBody body)
        where TBody : unmanaged
    {
        foreach (var item in new EventFrame(new TestFrame(1).Add(type, body).Bytes))
        {
            return Encoding.UTF8.GetString(_messages.Change(Market, item, 2, 77));
        }

        throw new InvalidOperationException("an empty frame");
    }

    private void Apply<TBody>(EventType type, TBody body)
        where TBody : unmanaged =>
        _venue.Apply(new EventFrame(new TestFrame(++_sequence).Add(type, body).Bytes));
}
