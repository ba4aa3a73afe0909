using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A6, A7, A9, A11, S6: what the end of a call does, and how it goes on over several commands.</summary>
[Trait("rule", "A6")]
public sealed class UncrossingTests
{
    private const long Rich = 100_000_000;

    [Fact]
    public void Everything_happens_in_one_frame()
    {
        var venue = Venue.Open();
        venue.StartAuction(AuctionKind.Scheduled);
        venue.Buy(Traders.Alice, 5, 60);
        venue.Sell(Traders.Bob, 3, 40);

        var events = venue.Pass(60);

        Assert.Equal(
            [
                "uncrossed 1 #5 call 1 3@60, prevented 0",
                "trade 1 #6 auction 1 3@60, pool 300; buy alice.3 8 cum 3 leaves 2 fee 0 cash -180 has 9696+124 pos 3 "
                    + "cost 180 pnl 0; sell bob.3 9 cum 3 leaves 0 fee 0 cash -120 has 9880+0 pos -3 cost -180 pnl 0",
                "market 1 #7 CONTINUOUS by UNCROSSED",
                "level 1 #8 Buy 60: 2 in 1",
                "level 1 #9 Sell 40: 0 in 0",
            ],
            events);
    }

    [Fact]
    public void Without_a_cross_the_call_ends_and_the_reference_is_the_mark()
    {
        var venue = Venue.Open();
        venue.SetRules(TradingRules.Default with
        {
            Flags = TradingFlags.HasInitialReference,
            InitialReferenceTicks = 44,
        });
        venue.StartAuction(AuctionKind.Scheduled);
        venue.Buy(Traders.Alice, 1, 30);

        Assert.Equal(
            ["uncrossed 1 #4 call 1 no price", "mark 1 #5 44", "market 1 #6 CONTINUOUS by UNCROSSED"],
            venue.Pass(60));
    }

    [Fact]
    public void The_last_price_fills_displayed_lots_by_time_and_then_reserve()
    {
        var venue = Rich3();
        venue.StartAuction(AuctionKind.Scheduled);
        venue.Apply(CommandType.NewOrder, Iceberg(venue, Traders.Alice, 20, 50, 4));
        venue.Buy(Traders.Bob, 5, 50);
        venue.Sell(Traders.Carol, 12, 50);

        venue.Pass(60);

        var trades = venue.Events<Traded>(EventType.Traded);
        Assert.Equal(7, trades.Where(trade => trade.Buy.Account == Traders.Alice).Sum(trade => trade.QuantityLots));
        Assert.Equal(5, trades.Where(trade => trade.Buy.Account == Traders.Bob).Sum(trade => trade.QuantityLots));
        Assert.All(trades, trade => Assert.Equal(50, trade.PriceTicks));
    }

    [Fact]
    [Trait("rule", "S6")]
    public void What_one_owner_could_only_trade_with_himself_is_taken_out_newest_first()
    {
        var venue = Rich3();
        venue.StartAuction(AuctionKind.Scheduled);
        venue.Buy(Traders.Alice, 4, 50);
        venue.Buy(Traders.AliceTwo, 4, 50);
        venue.Sell(Traders.Alice, 3, 50);
        venue.Sell(Traders.Alice, 3, 50);
        venue.Sell(Traders.Bob, 2, 50);

        venue.Pass(60);

        var uncrossed = Assert.Single(venue.Events<AuctionUncrossed>(EventType.AuctionUncrossed));
        Assert.Equal((2, 6), (uncrossed.VolumeLots, uncrossed.PreventedLots));
        var prevented = venue.Events<PreventedMatch>(EventType.PreventedMatch);
        Assert.Equal([3L, 1L, 2L], prevented.Select(item => item.QuantityLots));
        Assert.Equal([12L, 11L, 11L], prevented.Select(item => item.Taker.OrderId));
        Assert.Equal([10L, 10L, 9L], prevented.Select(item => item.Maker.OrderId));
        var trade = Assert.Single(venue.Events<Traded>(EventType.Traded));
        Assert.Equal((2L, Traders.Bob), (trade.QuantityLots, trade.Sell.Account));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Owners_never_trade_with_themselves_and_everything_fixed_trades(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            var venue = new Venue { AuditsEachCommand = false };
            venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
            venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
            venue.StartAuction(AuctionKind.Scheduled);
            var owners = random.Next(2, 5);
            for (var owner = 1; owner <= owners; owner++)
            {
                venue.Deposit(Traders.Of(owner), Rich);
            }

            for (var count = random.Next(2, 14); count > 0; count--)
            {
                var account = Traders.Of(random.Next(1, owners + 1));
                venue.Send(new OrderTicket(account, (Side)random.Next(1, 3), random.Next(1, 9), 50 + random.Next(-2, 3)));
            }

            venue.Pass(60);
            var uncrossed = Assert.Single(venue.Events<AuctionUncrossed>(EventType.AuctionUncrossed));
            var trades = venue.Events<Traded>(EventType.Traded);
            Assert.All(trades, trade => Assert.NotEqual(trade.Buy.Account.Owner, trade.Sell.Account.Owner));
            Assert.Equal(uncrossed.VolumeLots, trades.Sum(trade => trade.QuantityLots));
            Assert.Equal(
                uncrossed.PreventedLots,
                venue.Events<PreventedMatch>(EventType.PreventedMatch).Sum(item => item.QuantityLots));
            Assert.True(BestBid(venue) < BestAsk(venue), "the book is not crossed");
            venue.Engine.Audit();
        }
    }

    [Fact]
    [Trait("rule", "A11")]
    public void A_large_uncrossing_takes_several_commands_during_which_the_book_is_closed()
    {
        const int orders = 5_000;
        var venue = Crossed(orders);
        venue.Pass(60);
        Assert.Equal(Limits.MaxFillsPerCommand, venue.Events<Traded>(EventType.Traded).Count);
        Assert.Empty(venue.Events<MarketStateChanged>(EventType.MarketStateChanged));
        venue.Engine.Audit();
        var uncrossedNs = venue.NowNs;

        venue.NowNs += Limits.NsPerSecond;
        var events = venue.Cancel(Traders.Alice, venue.Sequence);
        var trades = venue.Events<Traded>(EventType.Traded);
        Assert.Equal(orders - Limits.MaxFillsPerCommand, trades.Count);
        Assert.All(trades, trade => Assert.Equal((uncrossedNs, 1UL), (trade.MatchedNs, trade.AuctionId)));
        Assert.Single(venue.Events<MarketStateChanged>(EventType.MarketStateChanged));
        Assert.NotEmpty(events);
        Assert.Equal(0, venue.Engine.View.OpenOrders);
        venue.Engine.Audit();
    }

    [Fact]
    [Trait("rule", "C5")]
    public void Between_two_slices_nothing_from_outside_changes_the_book()
    {
        var venue = Crossed((2 * Limits.MaxFillsPerCommand) + 1);
        venue.Buy(Traders.Alice, 1, 10);
        var resting = venue.Sequence;
        venue.Pass(60);

        Assert.Contains("rejected MARKET_UNCROSSING", Last(venue.Cancel(Traders.Alice, resting)));
        Assert.Empty(venue.Events<MarketStateChanged>(EventType.MarketStateChanged));

        Assert.Contains("cancelled", string.Join('|', venue.Cancel(Traders.Alice, resting)), Ignoring);
        Assert.Single(venue.Events<MarketStateChanged>(EventType.MarketStateChanged));
        venue.Engine.Audit();
    }

    [Fact]
    [Trait("rule", "A11")]
    public void New_orders_wait_for_the_end_of_an_uncrossing()
    {
        var venue = Crossed((2 * Limits.MaxFillsPerCommand) + 1);
        venue.Pass(60);
        Assert.Contains("rejected MARKET_STATE_FORBIDS", string.Join('|', venue.Buy(Traders.Alice, 1, 10)));
        Assert.Contains("accepted", string.Join('|', venue.Buy(Traders.Alice, 1, 10)));
    }

    [Fact]
    public void Without_settlement_room_the_call_goes_on()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxUnsettledMatches = 19 });
        venue.StartAuction(AuctionKind.Scheduled);
        venue.Buy(Traders.Alice, 5, 60);
        venue.Sell(Traders.Bob, 3, 40);
        Assert.Empty(venue.Pass(60));

        var wide = Venue.Open(Venue.SmallOptions with { MaxUnsettledMatches = 20 });
        wide.StartAuction(AuctionKind.Scheduled);
        wide.Buy(Traders.Alice, 5, 60);
        wide.Sell(Traders.Bob, 3, 40);
        wide.Pass(60);
        Assert.Single(wide.Events<Traded>(EventType.Traded));
    }

    private const StringComparison Ignoring = StringComparison.OrdinalIgnoreCase;

    /// <summary>A call in which so many pairs of orders of one lot cross.</summary>
    private static Venue Crossed(int pairs)
    {
        var venue = new Venue(Venue.SmallOptions with
        {
            MaxOpenOrders = 32_768,
            MaxClientOrderIds = 65_536,
            MaxAllottedPerCommand = 32_768,
        })
        {
            AuditsEachCommand = false,
        };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Deposit(Traders.Alice, Rich);
        venue.Deposit(Traders.Bob, Rich);
        venue.StartAuction(AuctionKind.Scheduled);
        for (var count = 0; count < pairs; count++)
        {
            venue.Buy(Traders.Alice, 1, 60);
            venue.Sell(Traders.Bob, 1, 40);
        }

        return venue;
    }

    private static string Last(string[] events) =>
        Array.FindLast(events, line => line.Contains("rejected", StringComparison.Ordinal)) ?? string.Empty;

    private static Venue Rich3()
    {
        var venue = Venue.Open();
        venue.Deposit(Traders.AliceTwo, 10_000);
        return venue;
    }

    private static NewOrder Iceberg(Venue venue, AccountId account, long lots, long ticks, long display)
    {
        var order = venue.Number(new OrderTicket(account, Side.Buy, lots, ticks)).ToCommand();
        order.Order.Instructions.DisplayQuantity = (UInt128)display * FixedPoint.One;
        return order;
    }

    private static long BestBid(Venue venue) => Best(venue, Side.Buy, long.MinValue);

    private static long BestAsk(Venue venue) => Best(venue, Side.Sell, long.MaxValue);

    private static long Best(Venue venue, Side side, long none)
    {
        Span<Inspection.BookOrder> orders = stackalloc Inspection.BookOrder[1];
        return venue.Engine.View.CopyOrders(TestMarkets.Plain, side, orders) == 0 ? none : orders[0].PriceTicks;
    }
}
