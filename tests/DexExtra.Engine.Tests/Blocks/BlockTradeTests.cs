using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Blocks;

/// <summary>U3: two signed orders that trade with each other off the book.</summary>
[Trait("rule", "U3")]
public sealed class BlockTradeTests
{
    private static readonly OrderTicket Buys = new(Traders.Alice, Side.Buy, 100, 60)
    {
        TimeInForce = TimeInForce.FillOrKill,
    };

    private static readonly OrderTicket Sells = Buys with { Account = Traders.Bob, Side = Side.Sell };

    [Fact]
    public void Both_pay_the_takers_fee_and_nothing_is_printed()
    {
        var venue = Open();
        venue.Buy(Traders.Carol, 1, 10);
        venue.Sell(Traders.Carol, 1, 90);
        var events = Block(venue, Buys, Sells);

        Assert.Equal(
            [
                "alice.2 accepted 9, hold 6200, has 3800+6200",
                "bob.2 accepted 281474976710665, hold 4200, has 5800+4200",
                "trade 1 #3 block 100@60, pool 10000; "
                    + "buy alice.3 9 cum 100 leaves 0 fee 200 cash -6000 has 3800+0 pos 100 cost 6000 pnl 0; "
                    + "sell bob.3 281474976710665 cum 100 leaves 0 fee 200 cash -4000 has 5800+0 pos -100 cost -6000 pnl 0",
            ],
            events);
        Assert.False(venue.MarketOf().Prices.HasLast);
        Assert.Equal(["mark 1 #4 50"], venue.Pass(1));
    }

    [Fact]
    public void What_does_not_match_is_no_block()
    {
        var venue = Open();
        (OrderTicket Buy, OrderTicket Sell)[] wrong =
        [
            (Sells, Buys),
            (Buys, Sells with { Lots = 101 }),
            (Buys, Sells with { PriceTicks = 61 }),
            (Buys with { Lots = 9 }, Sells with { Lots = 9 }),
            (Buys with { TimeInForce = TimeInForce.ImmediateOrCancel }, Sells),
            (Buys, Sells with { Type = OrderType.Market }),
            (Buys, Sells with { Account = Traders.AliceTwo }),
            (Buys, Sells with { Terms = TestMarkets.NegativeTerms }),
        ];

        Assert.All(wrong, pair => Assert.Equal(
            ["BlockTrade 1 rejected INVALID_PARAMETERS"], Block(venue, pair.Buy, pair.Sell)));
        Assert.Equal(
            ["BlockTrade 9 rejected UNKNOWN_MARKET"],
            Block(venue, Buys with { Terms = Buys.Terms with { MarketId = 9 } }, Sells));
        venue.MarketOf().Risk.MinBlockLots = 0;
        Assert.Equal(["BlockTrade 1 rejected INVALID_PARAMETERS"], Block(venue, Buys, Sells));
    }

    [Fact]
    public void One_refusal_refuses_both()
    {
        var venue = Open();
        Assert.Equal(
            [
                "alice.2 rejected LIST_REJECTED", "bob.2 rejected INSUFFICIENT_FUNDS",
                "BlockTrade 1 rejected ORDER_REFUSED",
            ],
            Block(venue, Buys with { Lots = 500, PriceTicks = 1 }, Sells with { Lots = 500, PriceTicks = 1 }));
        Assert.Equal(
            [
                "alice.3 rejected PRICE_OUT_OF_BOUNDS", "bob.3 rejected LIST_REJECTED",
                "BlockTrade 1 rejected ORDER_REFUSED",
            ],
            Block(venue, Buys with { PriceTicks = 101 }, Sells with { PriceTicks = 101 }));
        Assert.Equal(
            [
                "alice.4 rejected LIST_REJECTED", "nobody.0 rejected UNKNOWN_ACCOUNT",
                "BlockTrade 1 rejected ORDER_REFUSED",
            ],
            Block(venue, Buys, Sells with { Account = Traders.Nobody }));
        Assert.Equal(0, venue.Engine.View.OpenInterest(1));
    }

    [Theory]
    [Trait("rule", "B2")]
    [InlineData(56, "alice", "rejected PRICE_OUTSIDE_BAND")]
    [InlineData(44, "bob", "rejected PRICE_OUTSIDE_BAND")]
    [InlineData(55, "alice", "accepted 11")]
    [InlineData(45, "alice", "accepted 11")]
    public void The_entry_band_holds_both_ways(long price, string trader, string expected)
    {
        var venue = Open();
        venue.Buy(Traders.Carol, 1, 50);
        venue.Sell(Traders.Alice, 1, 50);
        venue.Rule(rules => rules with { EntryBandTicks = 5 });
        venue.Pass(1);
        venue.Tick();

        var events = Block(venue, Buys with { PriceTicks = price }, Sells with { PriceTicks = price });
        Assert.Contains(events, line => line.StartsWith(trader, StringComparison.Ordinal)
            && line.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("rule", "C9")]
    public void A_repeat_is_answered_and_trades_nothing()
    {
        var venue = Open();
        var buy = venue.Number(Buys);
        var sell = venue.Number(Sells);
        Assert.Equal(3, Block(venue, buy, sell).Length);

        var events = Block(venue, buy, sell);

        Assert.Equal(
            [
                "alice.4 order 7 is FILLED 100/100 open 0", "bob.4 order 281474976710663 is FILLED 100/100 open 0",
                "BlockTrade 1 rejected ORDER_REFUSED",
            ],
            events);
        Assert.Equal(100, venue.Engine.View.OpenInterest(1));
    }

    [Fact]
    [Trait("rule", "T1")]
    public void It_fires_no_stop_and_takes_nothing_from_the_book()
    {
        var venue = Open();
        venue.Buy(Traders.Carol, 1, 50);
        venue.Sell(Traders.Alice, 1, 50);
        venue.Sell(Traders.Carol, 3, 58);
        venue.SendStop(new OrderTicket(Traders.Carol, Side.Sell, 1, 1), OrderType.Stop, 45, (ref SignedOrder order) =>
            order.TimeInForce = TimeInForce.ImmediateOrCancel);

        Assert.Equal(4, Block(venue, Buys with { PriceTicks = 40 }, Sells with { PriceTicks = 40 }).Length);
        Assert.Equal(50, venue.MarketOf().Prices.LastTicks);
        Assert.Equal(2, venue.Engine.View.OpenOrders);
    }

    [Theory]
    [InlineData(MarketState.Halted)]
    [InlineData(MarketState.PostOnly)]
    [InlineData(MarketState.TradingTerminated)]
    public void The_market_must_match_orders(MarketState state)
    {
        var venue = Open();
        venue.SetState(state);

        Assert.Equal("alice.2 rejected MARKET_STATE_FORBIDS", Block(venue, Buys, Sells)[0]);
    }

    [Fact]
    [Trait("rule", "I-RO-1")]
    public void A_reduce_only_side_closes_no_more_than_it_has()
    {
        var venue = Open();
        Block(venue, Buys, Sells);
        var closes = Sells with { Account = Traders.Alice, Flags = OrderFlags.ReduceOnly, Lots = 60 };
        var opens = Buys with { Account = Traders.Bob, Lots = 60 };

        Assert.Contains("pos 40", Block(venue, opens, closes)[2], StringComparison.Ordinal);
        Assert.Contains(
            Block(venue, opens, closes), line => line.EndsWith("REDUCE_ONLY_TOO_LARGE", StringComparison.Ordinal));
    }

    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.MarketOf().Risk.MinBlockLots = 10;
        return venue;
    }

    private static string[] Block(Venue venue, OrderTicket buy, OrderTicket sell) =>
        venue.Apply(CommandType.BlockTrade, new BlockTrade
        {
            Buy = venue.Number(buy).ToCommand(),
            Sell = venue.Number(sell).ToCommand(),
        });
}
