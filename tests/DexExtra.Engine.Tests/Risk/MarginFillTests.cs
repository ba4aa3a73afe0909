using DexExtra.Engine.Matching;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Risk;

/// <summary>Fills of margin markets (docs/money.md §6). Prices are at the mark, so that holds are those of R2.</summary>
[Trait("rule", "R1")]
[Trait("rule", "F7")]
public sealed class MarginFillTests
{
    [Fact]
    public void A_cross_position_moves_only_fees_until_it_closes()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        Assert.Equal(
            [
                "trade 1 #2 Buy 10@50, pool 0; "
                    + "buy alice.3 9 cum 10 leaves 0 fee 20 cash 0 has 9980+0 pos 10 cost 500 pnl 0; "
                    + "sell bob.3 8 cum 10 leaves 0 fee 10 cash 0 has 9990+0 pos -10 cost -500 pnl 0",
            ],
            venue.Trade(Alice, Bob, 10, 50));

        venue.MarkAt(60);
        Assert.Equal(
            [
                "trade 2 #5 Buy 4@60, pool -40; "
                    + "buy carol.3 11 cum 4 leaves 0 fee 8 cash 0 has 9992+0 pos 4 cost 240 pnl 0; "
                    + "sell alice.5 10 cum 4 leaves 0 fee 4 cash 40 has 10016+0 pos 6 cost 300 pnl 40",
            ],
            venue.Trade(Carol, Alice, 4, 60));

        venue.MarkAt(45);
        Assert.Equal(
            [
                "trade 3 #8 Buy 10@45, pool -60; "
                    + "buy bob.5 13 cum 10 leaves 0 fee 20 cash 50 has 10020+0 pos 0 cost 0 pnl 50; "
                    + "sell alice.7 12 cum 10 leaves 0 fee 10 cash -30 has 9976+0 pos -4 cost -180 pnl -30",
                "bob.6 closed -10 of 3 by TRADE, in 500 out 450, pnl 50 fees 30 WIN",
                "alice.8 closed 10 of 3 by TRADE, in 500 out 510, pnl 10 fees 30 LOSS",
            ],
            venue.Trade(Bob, Alice, 10, 45));
    }

    [Fact]
    public void A_cross_pool_is_empty_when_all_are_flat()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        venue.Trade(Alice, Bob, 10, 50);
        venue.MarkAt(70);
        venue.Trade(Bob, Alice, 10, 70);
        Assert.Equal(0, venue.Engine.View.Pool(MoneyMarkets.Id));
        Assert.Equal(10_000 + 200 - 30, venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Available);
        Assert.Equal(10_000 - 200 - 30, venue.Engine.View.Balance(Bob, TestMarkets.AssetId).Available);
        Assert.Equal(60, venue.Engine.View.Fees(TestMarkets.AssetId));
    }

    [Fact]
    [Trait("rule", "R4")]
    public void A_loss_beyond_what_is_available_is_owed()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        venue.Trade(Alice, Bob, 100, 50);
        venue.MarkAt(40);
        venue.Place(Alice, Side.Sell, 100, 40, OrderFlags.ReduceOnly);
        venue.Drain(Alice, venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Available - 300);

        // 100 of the hold of 200 pay the maker fee, the rest comes back: 400 for a loss of 1000
        Assert.Contains(
            "cum 100 leaves 0 fee 100 cash -1000 has 0+0 pos 0 cost 0 pnl -1000 owes 600",
            venue.Place(Bob, Side.Buy, 100, 40).Where(MoneyMarkets.IsOfTrade).First(),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "K1")]
    public void What_comes_in_repays_a_debt_first()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        var ledger = venue.Engine.State.Ledger;
        var order = venue.Place(Alice, Side.Buy, 10, 50);
        var held = venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Held;
        ledger.Charge(venue.BalanceOf(Alice), ledger.Guarantee(0), ledger[venue.BalanceOf(Alice)].Available + held + 500);

        Assert.NotEmpty(order);
        venue.Cancel(Alice, 8);
        Assert.Equal((0, -500), (ledger[venue.BalanceOf(Alice)].Available, ledger[venue.BalanceOf(Alice)].Owed));
        var credited = venue.Deposit(Alice, 800);
        Assert.Equal((300, 0), (ledger[venue.BalanceOf(Alice)].Available, ledger[venue.BalanceOf(Alice)].Owed));
        Assert.Single(credited);
    }

    [Fact]
    [Trait("rule", "R5")]
    public void An_isolated_position_fills_and_empties_its_bucket()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Isolated);
        Assert.Equal(
            [
                "trade 1 #2 Buy 10@50, pool 0; "
                    + "buy alice.3 9 cum 10 leaves 0 fee 20 cash 0 has 9480+0 pos 10 cost 500 pnl 0 bucket 500; "
                    + "sell bob.3 8 cum 10 leaves 0 fee 10 cash 0 has 9490+0 pos -10 cost -500 pnl 0 bucket 500",
            ],
            venue.Trade(Alice, Bob, 10, 50));

        venue.MarkAt(60);
        Assert.Equal(
            "trade 2 #5 Buy 4@60, pool -40; "
                + "buy carol.3 11 cum 4 leaves 0 fee 8 cash 0 has 9752+0 pos 4 cost 240 pnl 0 bucket 240; "
                + "sell alice.5 10 cum 4 leaves 0 fee 4 cash 40 has 9716+0 pos 6 cost 300 pnl 40 bucket 300",
            venue.Trade(Carol, Alice, 4, 60)[0]);
        Assert.Equal(
            "trade 3 #8 Buy 3@60, pool -40; "
                + "buy bob.5 13 cum 3 leaves 0 fee 6 cash -30 has 9604+0 pos -7 cost -350 pnl -30 bucket 350; "
                + "sell alice.7 12 cum 3 leaves 0 fee 3 cash 30 has 9893+0 pos 3 cost 150 pnl 30 bucket 150",
            venue.Trade(Bob, Alice, 3, 60)[0]);
    }

    [Fact]
    [Trait("rule", "R5")]
    public void A_flip_gives_the_whole_bucket_back_and_fills_a_new_one()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Isolated);
        venue.Trade(Alice, Bob, 10, 50);
        venue.MarkAt(60);
        Assert.Contains(
            "sell alice.5 10 cum 15 leaves 0 fee 15 cash 100 has 9865+0 pos -5 cost -300 pnl 100 bucket 200",
            venue.Trade(Carol, Alice, 15, 60)[0],
            StringComparison.Ordinal);
        Assert.Equal(-5 * 60, venue.PositionOf(Alice).Cost);
    }

    [Fact]
    [Trait("rule", "R5")]
    public void A_bucket_is_shared_out_rounded_down_and_the_last_close_takes_it_all()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Isolated);
        venue.Trade(Alice, Bob, 3, 50);
        SetBucket(venue, Alice, 100);
        Assert.Contains("bucket 67", venue.Trade(Carol, Alice, 1, 50)[0], StringComparison.Ordinal);
        Assert.Contains("bucket 34", venue.Trade(Carol, Alice, 1, 50)[0], StringComparison.Ordinal);
        Assert.DoesNotContain(
            "bucket", venue.Trade(Carol, Alice, 1, 50)[0].Split("; sell")[1], StringComparison.Ordinal);
        Assert.Equal(0, venue.PositionOf(Alice).Bucket);
    }

    [Fact]
    [Trait("rule", "L2")]
    public void What_bucket_and_hold_cannot_pay_is_a_shortfall_of_the_position()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Isolated);
        venue.Trade(Alice, Bob, 10, 50);
        venue.MarkAt(40);
        venue.Place(Alice, Side.Sell, 10, 40, OrderFlags.ReduceOnly);
        var available = venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Available;
        SetBucket(venue, Alice, 20);

        // a loss of 100: 20 of the bucket, 10 that are left of the hold after the fee, and never what is available
        var line = venue.Place(Bob, Side.Buy, 10, 40).First(MoneyMarkets.IsOfTrade);
        Assert.Contains(
            $"cum 10 leaves 0 fee 10 cash -30 has {available}+0 pos 0 cost 0 pnl -100", line, StringComparison.Ordinal);
        Assert.Contains(", pool 0; ", line, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R5")]
    public void A_partial_loss_takes_the_released_part_and_then_the_rest_of_the_bucket()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Isolated);
        venue.Trade(Alice, Bob, 10, 50);
        venue.MarkAt(40);
        SetBucket(venue, Alice, 100);
        var line = venue.Trade(Carol, Alice, 4, 40)[0];
        Assert.Contains("cash -40 ", line, StringComparison.Ordinal);
        Assert.Contains("pos 6 cost 300 pnl -40 bucket 60", line, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "L4")]
    public void A_trade_for_the_venue_pays_no_fee_and_is_no_last_price_or_volume()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross with { MakerFeePerLot = -1 });
        venue.Trade(Alice, Bob, 10, 50);
        venue.Place(Carol, Side.Buy, 10, 45);
        var volume = venue.Engine.State.Fees.Volumes(0).ToArray();
        var taker = new Taker
        {
            Slot = -1,
            Position = venue.PositionIndex(Alice),
            OrderId = 77,
            Flags = TradeFlags.Liquidation,
            Owner = venue.Engine.State.Accounts[venue.PositionOf(Alice).Account].Owner,
            Side = Side.Sell,
            Lots = 10,
        };
        var maker = venue.Engine.State.Orders[venue.Engine.State.Books.Level(venue.Money().Bids.Best).Oldest].OrderId;
        Assert.Equal(10, maker);
        var lines = venue.Run((ref EventFrameWriter sink) => venue.Posting().Execute(
            ref taker, venue.Engine.State.Books.Level(venue.Money().Bids.Best).Oldest, 10, venue.Money(), ref sink));

        Assert.Equal(
            [
                "trade 2 #5 Sell 10@45, pool 50; "
                    + "buy carol.3 10 cum 10 leaves 0 fee 0 cash 0 has 10000+0 pos 10 cost 450 pnl 0; "
                    + "sell alice.4 77 cum 0 leaves 0 fee 0 cash -50 has 9930+0 pos 0 cost 0 pnl -50",
                "alice.5 closed 10 of 3 by LIQUIDATION, in 500 out 450, pnl -50 fees 20 LOSS",
            ],
            lines);
        Assert.Equal(50, venue.Money().Prices.LastTicks);
        Assert.Equal(volume, venue.Engine.State.Fees.Volumes(0).ToArray());
        venue.Engine.Audit();
    }

    [Fact]
    [Trait("rule", "U3")]
    public void Both_sides_of_a_block_pay_the_taker_fee_and_it_is_no_last_price()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Terms);
        venue.Trade(Carol, Bob, 1, 40);
        venue.Place(Alice, Side.Buy, 10, 45);
        var state = venue.Engine.State;
        var buy = state.Books.Level(venue.Money().Bids.Best).Oldest;
        state.Placement.TakeOff(buy);
        venue.AuditsEachCommand = false;
        venue.Place(Bob, Side.Sell, 10, 45);
        var sell = state.Books.Level(venue.Money().Asks.Best).Oldest;
        state.Placement.TakeOff(sell);
        var line = venue.Run(
            (ref EventFrameWriter sink) => venue.Posting().ExecuteBlock(buy, sell, 10, 45, venue.Money(), ref sink))[0];
        Assert.Contains("fee 20 cash -450 ", line, StringComparison.Ordinal);
        Assert.Contains("fee 20 cash -550 ", line, StringComparison.Ordinal);
        Assert.Equal(40, venue.Money().Prices.LastTicks);
        Assert.Equal(0, state.Orders.Count);
        venue.Engine.Audit();
    }

    [Fact]
    [Trait("rule", "L5")]
    [Trait("rule", "F11")]
    public void A_direct_trade_returns_fees_and_closes_both_sides_by_their_cause()
    {
        foreach (var terms in new[] { MoneyMarkets.Terms, MoneyMarkets.Cross, MoneyMarkets.Isolated })
        {
            var venue = MoneyMarkets.Open(terms);
            venue.Trade(Alice, Bob, 10, 50);
            var posting = venue.Posting();
            var trade = new DirectTrade
            {
                Buy = posting.SideOf(venue.PositionIndex(Bob), Side.Buy, 0, PositionEnd.Bust),
                Sell = posting.SideOf(venue.PositionIndex(Alice), Side.Sell, 0, PositionEnd.Bust),
                Lots = 10,
                PriceTicks = 50,
                Flags = TradeFlags.Bust,
                BustedMatchId = 1,
            };
            (trade.Buy.Fee, trade.Sell.Fee) = (-10, -20);
            var lines = venue.Run((ref EventFrameWriter sink) => posting.ExecuteDirect(in trade, venue.Money(), ref sink));

            Assert.Equal("bob.5 closed -10 of 3 by BUST, in 500 out 500, pnl 0 fees 0 EVEN", lines[1]);
            Assert.Equal("alice.5 closed 10 of 3 by BUST, in 500 out 500, pnl 0 fees 0 EVEN", lines[2]);
            Assert.Equal(10_000, venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Available);
            Assert.Equal(10_000, venue.Engine.View.Balance(Bob, TestMarkets.AssetId).Available);
            Assert.Equal(0, venue.Engine.View.Fees(TestMarkets.AssetId));
            venue.Engine.Audit();
        }
    }

    private static void SetBucket(Venue venue, AccountId account, Int128 amount)
    {
        ref var position = ref venue.PositionOf(account);
        var ledger = venue.Engine.State.Ledger;
        ledger.Post(0, position.Margin, ledger.Guarantee(0), position.Bucket - amount);
    }
}
