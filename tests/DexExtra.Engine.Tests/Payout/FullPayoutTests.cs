using DexExtra.Engine.Ledger;
using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Payout;

/// <summary>M9, M7: the payout of fully collateralised markets. The harness audits after every command.</summary>
[Trait("rule", "M9")]
public sealed class FullPayoutTests
{
    [Fact]
    public void Longs_and_shorts_share_the_range()
    {
        var venue = LifeCommands.Open();
        venue.Meet(Traders.Alice, Traders.Bob, 3, 40);
        venue.Confirm(70);

        Assert.Equal(
            [
                "alice.4 settled 1 3@70 pnl 90 cash 210 kept 0 fee 0, has 10090+0",
                "alice.5 closed 1 by Settlement: pnl 90 Win",
                "bob.4 settled 1 -3@70 pnl -90 cash 90 kept 0 fee 0, has 9910+0",
                "bob.5 closed 1 by Settlement: pnl -90 Loss",
                "settled 1 #9 at 70: open 3, gains 90, losses 90, insured 0, kept 0, returned 0",
                "market 1 #10 SETTLED by PAYOUT_COMPLETE",
            ],
            venue.Tick());
        Assert.Equal((0, 0), (venue.Engine.View.Pool(1), venue.Engine.View.OpenInterest(1)));
        Assert.Empty(venue.Pass(1));
    }

    [Theory]
    [InlineData(0, 5, 0, 300)]
    [InlineData(1, 5, 0, 285)]
    [InlineData(2, 5, 0, 285)]
    [InlineData(100, 5, 285, 0)]
    [InlineData(40, 100, 0, 0)]
    public void The_fee_is_taken_from_what_is_paid_out_and_never_more(long ticks, long fee, long toLong, long toShort)
    {
        var venue = LifeCommands.Open(terms => terms with { Life = terms.Life with { SettlementFeePerLot = fee } });
        venue.Meet(Traders.Alice, Traders.Bob, 3, 50);
        venue.Confirm(ticks);
        venue.PayOut();

        var (longs, shorts) = (3 * ticks, 3 * (100 - ticks));
        var longFee = Math.Min(longs, 3 * fee);
        var shortFee = Math.Min(shorts, 3 * fee);
        Assert.Equal(9_850 + longs - longFee, venue.CashOf(Traders.Alice));
        Assert.Equal(9_850 + shorts - shortFee, venue.CashOf(Traders.Bob));
        Assert.Equal(longFee + shortFee, venue.Engine.View.Fees(TestMarkets.AssetId));
        Assert.True(toLong == 0 || toLong == longs - longFee);
        Assert.True(toShort == 0 || ticks > 0 || toShort == shorts);
    }

    [Fact]
    public void Below_zero_the_same_rules_hold()
    {
        var venue = LifeCommands.Open(terms => TestMarkets.NegativeTerms with { MarketId = 1, Life = terms.Life });
        var sells = new OrderTicket(Traders.Bob, Side.Sell, 4, -20) { Terms = TestMarkets.NegativeTerms with { MarketId = 1 } };
        venue.Send(sells);
        venue.Send(sells with { Account = Traders.Alice, Side = Side.Buy });
        venue.At(LifeCommands.Answer);
        venue.Propose(-15 * FixedPoint.One);
        venue.Say(OracleUpdateKind.Confirmed);
        var lines = venue.PayOut();

        // −15.0 is tick −30; 4 lots, 3 units per tick: bob, created first, wins 10 ticks
        Assert.StartsWith("bob.4 settled 1 -4@-30 pnl 120 cash 960", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("alice.4 settled 1 4@-30 pnl -120 cash 240", lines[2], StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.Pool(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Slices_come_to_the_same_end(int slice)
    {
        var whole = Traded(1_024);
        var sliced = Traded(slice);
        var lines = whole.PayOut();
        var parts = sliced.PayOut();

        Assert.Equal(lines, parts);
        Assert.True(sliced.Sequence - whole.Sequence >= (8 / slice) - 1);
        foreach (var trader in (AccountId[])[Traders.Alice, Traders.Bob, Traders.Carol, Traders.Nobody])
        {
            Assert.Equal(whole.CashOf(trader), sliced.CashOf(trader));
        }
    }

    [Fact]
    [Trait("rule", "M7")]
    public void A_void_market_settles_at_the_mean_entry_and_returns_fees()
    {
        var venue = Void(terms => terms with { TakerFeePerLot = 2, MakerFeePerLot = 1 });
        venue.Meet(Traders.Alice, Traders.Bob, 10, 40);

        // alice is out with a profit, carol has her lots
        venue.Meet(Traders.Carol, Traders.Alice, 10, 50);
        Pay(venue, Traders.Alice, 10 + 20);
        Pay(venue, Traders.Bob, 20);
        Pay(venue, Traders.Carol, 10);
        var lines = venue.Expire();

        Assert.Equal(
            [
                "market 1 #8 SETTLING by FALLBACK",
                "alice.7 FEE_REFUND 30, has 10100+0 bucket 0 in 1",
                "bob.4 settled 1 -10@45 pnl -50 cash 550 kept 0 fee 0, has 9930+0",
                "bob.5 closed 1 by Settlement: pnl -50 Loss",
                "bob.6 FEE_REFUND 20, has 9950+0 bucket 0 in 1",
                "carol.4 settled 1 10@45 pnl -50 cash 450 kept 0 fee 0, has 9940+0",
                "carol.5 closed 1 by Settlement: pnl -50 Loss",
                "carol.6 FEE_REFUND 10, has 9950+0 bucket 0 in 1",
                "settled 1 #9 at 45: open 10, gains 0, losses 100, insured 0, kept 0, returned 60, fallback",
                "market 1 #10 SETTLED by PAYOUT_COMPLETE",
            ],
            lines);
        Assert.Equal(0, venue.Engine.View.Fees(TestMarkets.AssetId));
    }

    [Fact]
    [Trait("rule", "M7")]
    public void Rebates_are_not_taken_back_and_refunds_share_what_is_there()
    {
        var venue = Void(terms => terms with { TakerFeePerLot = 2 });
        venue.Meet(Traders.Alice, Traders.Bob, 10, 40);
        venue.Meet(Traders.Carol, Traders.Nobody, 5, 40);
        Pay(venue, Traders.Alice, -6);
        Pay(venue, Traders.Bob, 20);
        Pay(venue, Traders.Nobody, 10);
        venue.Expire();
        venue.PayOut();

        // 24 of 30 are there: bob gets 20 × 24 / 30, nobody 10 × 24 / 30
        Assert.Equal(10_000 - 400 + 400, venue.CashOf(Traders.Alice));
        Assert.Equal(10_000 - 20 + 16, venue.CashOf(Traders.Bob));
        Assert.Equal(10_000 - 10 + 8, venue.CashOf(Traders.Nobody));
        Assert.Equal(6, venue.Engine.View.Fees(TestMarkets.AssetId));
    }

    [Fact]
    [Trait("rule", "M7")]
    public void Nobody_gets_back_what_the_fee_account_has_not()
    {
        var venue = Void(terms => terms with { TakerFeePerLot = 2 });
        venue.Meet(Traders.Alice, Traders.Bob, 10, 40);
        Pay(venue, Traders.Bob, 500);
        venue.Expire();
        venue.PayOut();

        Assert.Equal(10_000, venue.CashOf(Traders.Bob));
        Assert.Equal(0, venue.Engine.View.Fees(TestMarkets.AssetId));
    }

    [Fact]
    [Trait("rule", "M7")]
    public void The_mean_entry_below_zero_is_rounded_away_from_zero()
    {
        var terms = TestMarkets.NegativeTerms with { MarketId = 1 };
        var venue = LifeCommands.Open(given => terms with
        {
            Life = given.Life with { Fallback = SettlementFallback.Void },
        });
        foreach (var (lots, price) in ((long, long)[])[(1, -20), (1, -21)])
        {
            var ticket = new OrderTicket(Traders.Bob, Side.Sell, lots, price) { Terms = terms };
            venue.Send(ticket);
            venue.Send(ticket with { Account = Traders.Alice, Side = Side.Buy });
        }

        venue.Expire();

        Assert.Equal(-21, venue.MarketOf().Result.SettlementTicks);
        Assert.Equal(0, venue.Engine.View.Pool(1));
    }

    [Fact]
    [Trait("rule", "M12")]
    public void Closing_waits_and_hands_the_insurance_over()
    {
        var venue = LifeCommands.Open();
        venue.MarketOf().Risk.InsuranceWaitSeconds = 600;
        venue.Take(Traders.Alice, 70, LedgerClass.Insurance);
        venue.Confirm(50);
        venue.PayOut();
        venue.Pass(599);
        Assert.Equal(["SetMarketState 1 rejected TOO_EARLY"], venue.SetState(MarketState.Closed));
        venue.Pass(1);

        Assert.Equal(
            [
                "market 1 #8 CLOSED by ADMIN",
                "INSURANCE FUND_OUT -70, has 0 in 1",
                "GUARANTEE FUND_IN 70, has 70",
            ],
            venue.SetState(MarketState.Closed));
        Assert.Equal(["SetMarketState 1 rejected ILLEGAL_TRANSITION"], venue.SetState(MarketState.Closed));
    }

    private static Venue Void(Func<CreateMarket, CreateMarket> change) => LifeCommands.Open(terms => change(terms) with
    {
        Life = terms.Life with { Fallback = SettlementFallback.Void },
    });

    /// <summary>What an account has paid in fees so far, as fills count it.</summary>
    private static void Pay(Venue venue, AccountId account, Int128 fees)
    {
        ref var position = ref venue.PlainPositionOf(account);
        venue.MarketOf().FeesCollected += fees - position.FeesPaid;
        position.FeesPaid = fees;
    }

    private static Venue Traded(int slice)
    {
        var venue = LifeCommands.Open(Venue.SmallOptions with { MaxPaidPositions = slice });
        venue.Meet(Traders.Alice, Traders.Bob, 3, 40);
        venue.Meet(Traders.Carol, Traders.Bob, 2, 45);
        venue.Meet(Traders.Nobody, Traders.Carol, 2, 60);
        venue.Confirm(70);
        return venue;
    }
}
