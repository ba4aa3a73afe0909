using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Margin;

/// <summary>docs/money.md §2: SetMarginMode.</summary>
[Trait("rule", "R5")]
public sealed class MarginModeTests
{
    /// <summary>Short 10 from 40 at mark 50 lost 100 and needs 100.</summary>
    [Fact]
    public void A_losing_position_takes_its_margin_and_its_loss_into_the_bucket_and_brings_it_back()
    {
        var venue = MarginVenue.Open();
        venue.Pair(MarginVenue.Cross, Alice, Bob, 10, 40);
        Assert.Equal(
            "bob.2 is Isolated in 3, nonce 5, bucket 200, has 9800+0 owes 0",
            venue.SetMode(Bob, MarginMode.Isolated, 5)[0]);
        Assert.Equal(
            "alice.2 is Isolated in 3, nonce 5, bucket 100, has 9900+0 owes 0",
            venue.SetMode(Alice, MarginMode.Isolated, 5)[0]);
        Assert.Equal(
            "bob.3 is Cross in 3, nonce 6, bucket 0, has 10000+0 owes 0",
            venue.SetMode(Bob, MarginMode.Cross, 6)[0]);
    }

    [Fact]
    public void The_bucket_repays_a_debt_first()
    {
        var venue = MarginVenue.Open();
        venue.Pair(MarginVenue.Cross, Alice, Bob, 10, 40);
        venue.SetMode(Bob, MarginMode.Isolated, 5);
        var ledger = venue.Engine.State.Ledger;
        var bob = venue.BalanceOf(Bob);
        var alice = venue.BalanceOf(Alice);
        ledger.Charge(bob, ledger.Available(alice), 9_850);
        Assert.Contains("INSUFFICIENT_MARGIN", venue.SetMode(Bob, MarginMode.Cross, 6)[0]);
        venue.Back(Bob, 50);
        Assert.Contains("bucket 0, has 150+0 owes 0", venue.SetMode(Bob, MarginMode.Cross, 6)[0]);
    }

    /// <summary>Only a cross unit can be liquidated for a debt.</summary>
    [Fact]
    public void The_last_cross_position_of_an_account_that_owes_stays_cross()
    {
        var venue = MarginVenue.Open();
        venue.Pair(MarginVenue.Cross, Alice, Bob, 10, 40);
        venue.Pair(MarginVenue.Cross, Bob, Alice, 10, 40);
        var ledger = venue.Engine.State.Ledger;
        venue.Back(Bob, 100);
        ledger.Charge(venue.BalanceOf(Bob), ledger.Available(venue.BalanceOf(Alice)), 10_050);
        Assert.Contains("INSUFFICIENT_MARGIN", venue.SetMode(Bob, MarginMode.Isolated, 5)[0]);
        venue.Deposit(Bob, 50);
        Assert.Contains("is Isolated in 3", venue.SetMode(Bob, MarginMode.Isolated, 5)[0]);
    }

    [Fact]
    public void A_flat_account_may_choose_before_its_first_order()
    {
        var venue = MarginVenue.Open();
        Assert.Equal(
            "alice.2 is Isolated in 3, nonce 1, bucket 0, has 10000+0 owes 0",
            venue.SetMode(Alice, MarginMode.Isolated, 1)[0]);
        venue.Pair(MarginVenue.Cross, Alice, Bob, 10, 50);
        Assert.Equal(0, venue.Engine.State.Ledger[venue.BalanceOf(Alice)].CrossPositions);
        Assert.Equal(1, venue.Engine.State.Ledger[venue.BalanceOf(Bob)].CrossPositions);
    }

    [Fact]
    public void Both_ways_the_margins_must_hold()
    {
        var venue = MarginVenue.Open();
        venue.Pair(MarginVenue.Cross, Alice, Bob, 1_000, 50);
        Assert.Contains("bucket 10000, has 0+0", venue.SetMode(Alice, MarginMode.Isolated, 1)[0]);
        Assert.Contains("has 10000+0", venue.SetMode(Alice, MarginMode.Cross, 2)[0]);
        venue.Pair(MarginVenue.Cross, Alice, Bob, 1, 50);
        Assert.Equal("SetMarginMode 3 rejected INSUFFICIENT_MARGIN", venue.SetMode(Alice, MarginMode.Isolated, 3)[0]);
        venue.Deposit(Alice, 10);
        Assert.Contains("bucket 10010", venue.SetMode(Alice, MarginMode.Isolated, 3)[0]);
        venue.Pair(MarginVenue.Cross, Alice, Bob, 1, 50);
        Assert.Equal("SetMarginMode 4 rejected INSUFFICIENT_MARGIN", venue.SetMode(Alice, MarginMode.Cross, 4)[0]);
    }

    /// <summary>A second cross position keeps what it needs.</summary>
    [Fact]
    public void What_stays_cross_keeps_its_margin()
    {
        var venue = MarginVenue.Open();
        venue.Apply(CommandType.CreateMarket, MarginVenue.CrossTerms with { MarketId = 9 });
        venue.SetRisk(MarginVenue.TenTicks, 9);
        venue.MarkAt(9, 50);
        venue.Pair(9, Alice, Bob, 500, 50);
        venue.Pair(MarginVenue.Cross, Alice, Bob, 501, 50);
        Assert.Contains("INSUFFICIENT_MARGIN", venue.SetMode(Alice, MarginMode.Isolated, 1)[0]);
        venue.Deposit(Alice, 10);
        Assert.Contains("bucket 5010, has 5000+0", venue.SetMode(Alice, MarginMode.Isolated, 1)[0]);
    }

    [Fact]
    public void Each_refusal_has_its_code_and_spends_no_nonce()
    {
        var venue = MarginVenue.Open();
        Assert.Contains("UNKNOWN_ACCOUNT", venue.SetMode(Nobody, MarginMode.Isolated, 1)[0]);
        Assert.Contains("UNKNOWN_MARKET", venue.SetMode(Alice, MarginMode.Isolated, 1, 99)[0]);
        Assert.Contains("INVALID_NONCE", venue.SetMode(Alice, MarginMode.Isolated, ulong.MaxValue)[0]);
        Assert.Contains("INVALID_PARAMETERS", venue.SetMode(Alice, MarginMode.Isolated, 1, TestMarkets.Plain)[0]);
        Assert.Contains("INVALID_PARAMETERS", venue.SetMode(Alice, MarginMode.Cross, 1, MarginVenue.Isolated)[0]);
        Assert.Contains("INVALID_PARAMETERS", venue.SetMode(Alice, MarginMode.Full, 1)[0]);
        Assert.Contains("INVALID_PARAMETERS", venue.SetMode(Alice, (MarginMode)3, 1)[0]);
        Assert.Contains("ILLEGAL_TRANSITION", venue.SetMode(Alice, MarginMode.Cross, 1)[0]);
        Assert.Contains("is Isolated", venue.SetMode(Alice, MarginMode.Isolated, 1)[0]);
        Assert.Contains("ALREADY_APPLIED", venue.SetMode(Alice, MarginMode.Cross, 1)[0]);
        Assert.Contains("ILLEGAL_TRANSITION", venue.SetMode(Alice, MarginMode.Isolated, 2)[0]);
        Assert.Contains("is Cross", venue.SetMode(Alice, MarginMode.Cross, 2)[0]);
    }

    [Fact]
    public void Open_orders_old_marks_liquidation_and_the_end_of_trading_keep_the_mode()
    {
        var venue = MarginVenue.Open();
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 1, 40));
        Assert.Contains("HAS_OPEN_ORDERS", venue.SetMode(Alice, MarginMode.Isolated, 9)[0]);
        Assert.Equal("ACCEPTED", venue.Try(Carol, Side.Sell, 1, 60));
        Assert.Contains("HAS_OPEN_ORDERS", venue.SetMode(Carol, MarginMode.Isolated, 9)[0]);

        venue.Pair(MarginVenue.Cross, Bob, Carol, 1, 50);
        venue.Liquidating(Bob, MarginVenue.Cross);
        Assert.Contains("ILLEGAL_TRANSITION", venue.SetMode(Bob, MarginMode.Isolated, 9)[0]);

        var aged = MarginVenue.Open();
        aged.Pair(MarginVenue.Cross, Bob, Carol, 1, 50);
        aged.Market(MarginVenue.Cross).Prices.HasMark = false;
        Assert.Contains("ILLEGAL_TRANSITION", aged.SetMode(Bob, MarginMode.Isolated, 9)[0]);
        aged.MarkAt(MarginVenue.Cross, 50);
        aged.Market(MarginVenue.Cross).State = MarketState.TradingTerminated;
        Assert.Contains("ILLEGAL_TRANSITION", aged.SetMode(Bob, MarginMode.Isolated, 9)[0]);
        Assert.Contains("ILLEGAL_TRANSITION", aged.SetMode(Alice, MarginMode.Isolated, 9)[0]);
    }

    [Fact]
    public void Without_room_for_a_position_a_choice_has_no_place()
    {
        var venue = new Venue(Venue.SmallOptions with { NettedSettlement = true, MaxPositions = 1 });
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, MarginVenue.CrossTerms);
        venue.Deposit(Alice, 100);
        venue.Deposit(Bob, 100);
        Assert.Contains("is Isolated", venue.SetMode(Alice, MarginMode.Isolated, 1)[0]);
        Assert.Contains("LIMIT_REACHED", venue.SetMode(Bob, MarginMode.Isolated, 1)[0]);
    }
}
