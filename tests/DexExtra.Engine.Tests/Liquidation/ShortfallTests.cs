using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;
using static DexExtra.Engine.Tests.Liquidation.LiquidationVenue;

namespace DexExtra.Engine.Tests.Liquidation;

/// <summary>L2-6, M9, R4: who pays what a bankrupt unit owes.</summary>
[Trait("rule", "L2-6")]
public sealed class ShortfallTests
{
    [Theory]
    [InlineData(1_024)]
    [InlineData(1)]
    public void Winners_pay_by_their_profit_rounded_up_until_nothing_is_left(int visits)
    {
        var venue = Bankrupt(visits, 150);

        // alice owes 150; bob, closed at the mark, has won 150, owner 5 75, owner 6 120: 150 × 150 / 345 = 65.2 and
        // 75 × 150 / 345 = 32.6, rounded up, the last one pays the rest
        var lines = venue.Settle();
        Assert.Equal(
            [
                "bob LossSocialised -66 of 1: has 94", "owner5 LossSocialised -33 of 1: has 467",
                "owner6 LossSocialised -51 of 1: has 449",
            ],
            lines.Where(line => line.Contains("LossSocialised -", StringComparison.Ordinal)));
        Assert.Contains("alice Socialising in 1: 0 of 0", lines);
        Assert.Equal("alice Ended: 0 of 0", lines.Last(line => line.StartsWith("alice E", StringComparison.Ordinal)));
        Assert.Equal((0, 0, 0), (venue.Cash(Alice), venue.Owed(Alice), venue.State.Shortfalls.Unpaid));
    }

    [Fact]
    public void Nobody_pays_more_than_its_profit_and_the_guarantee_pays_the_rest_once_it_can()
    {
        var venue = Bankrupt(1_024, 0, 25);
        venue.SetGuarantee(20);

        // alice owes 300: 50, 75 and 120 from the winners, 20 from the fund
        var lines = venue.Settle(20);
        Assert.Contains("bob LossSocialised -50 of 1: has 10", lines);
        Assert.Contains("owner5 LossSocialised -75 of 1: has 425", lines);
        Assert.Contains("owner6 LossSocialised -120 of 1: has 380", lines);
        Assert.Contains("alice GuaranteePaid 20 of 1: has 0, owes 35", lines);
        Assert.Equal((-35, 1), (venue.Owed(Alice), venue.State.Shortfalls.Unpaid));
        Assert.Equal((425, 380), (venue.Cash(Of(5)), venue.Cash(Of(6))));

        Assert.Empty(venue.Tick());
        venue.SetGuarantee(50);
        Assert.Equal(
            [
                "alice GuaranteePaid 35 of 1: has 0", "Guarantee GuaranteePaid -35 of 1: has 15", "alice Ended: 0 of 0",
                "alice Liquidation -> None: 0 of 0/0",
            ],
            venue.Tick());
        Assert.Equal(0, venue.State.Shortfalls.Unpaid);
    }

    [Fact]
    public void A_deposit_repays_what_nobody_paid()
    {
        var venue = Bankrupt(1_024, 0, 25);
        venue.Settle(20);
        Assert.Equal(-55, venue.Owed(Alice));

        venue.Venue.Deposit(Alice, 200);
        venue.Tick();
        Assert.Equal((145, 0, 0), (venue.Cash(Alice), venue.Owed(Alice), venue.State.Liquidations.Count));
    }

    [Fact]
    public void The_insurance_of_the_market_pays_before_the_winners()
    {
        var venue = Bankrupt(1_024, 150);
        venue.SetInsurance(Cross, 100);
        var lines = venue.Settle();

        // it does not help in the book, and pays when everything is closed
        Assert.Contains("alice InsurancePaid 100 of 1: has 0, owes 50", lines);
        Assert.Contains("bob LossSocialised -22 of 1: has 138", lines);
        Assert.Contains("owner5 LossSocialised -11 of 1: has 489", lines);
        Assert.Contains("owner6 LossSocialised -17 of 1: has 483", lines);
    }

    [Fact]
    public void Isolated_debts_stay_with_the_position_and_isolated_winners_pay_with_cash_then_bucket()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Isolated, Alice, Carol, 10, 50);
        venue.Trade(Isolated, Carol, Bob, 10, 25);
        venue.Trade(Isolated, Of(8), Of(5), 5, 35);
        venue.SetBucket(Alice, 150);
        venue.SetBucket(Of(5), 60);
        venue.SetBucket(Bob, 100);
        venue.SetBucket(Of(8), 1_000);
        foreach (var account in new[] { Alice, Of(5), Bob })
        {
            venue.SetCash(account, 1_000);
        }

        venue.Mark(Isolated, 20);
        var lines = venue.Settle(20);
        Assert.Equal(
            [
                "Deleveraging 5@20: owner5 (75) buys, alice (-150) sells",
                "Deleveraging 5@20: bob (25) buys, alice (-150) sells",
            ],
            lines.Where(line => line.Contains("buys", StringComparison.Ordinal)));

        // of bob's 50 one half is cash by now, of owner 5's all
        Assert.Equal(
            [
                "bob LossSocialised -25 of 1: has 1050, bucket 50", "bob LossSocialised -25 of 1: has 1050, bucket 25",
                "owner5 LossSocialised -75 of 1: has 1060",
            ],
            lines.Where(line => line.Contains("LossSocialised -", StringComparison.Ordinal)));
        Assert.Equal(
            ["alice owes 150 in 2, 150 more", "alice owes 25 in 2, -125 more"],
            lines.Where(line => line.StartsWith("alice owes", StringComparison.Ordinal)));
        Assert.Equal((-25, 1), (venue.PositionOf(Isolated, Alice).Shortfall, venue.State.Shortfalls.Unpaid));
        Assert.Equal((1_000, 0, 1_060), (venue.Cash(Alice), venue.Owed(Alice), venue.Cash(Of(5))));

        venue.Venue.Deposit(Alice, 500);
        venue.Tick();
        Assert.Equal((1_500, -25), (venue.Cash(Alice), venue.PositionOf(Isolated, Alice).Shortfall));
        venue.SetGuarantee(90);
        Assert.Contains("alice owes 0 in 2, -25 more", venue.Tick());
        Assert.Equal((0, 0), (venue.PositionOf(Isolated, Alice).Shortfall, venue.State.Liquidations.Count));
    }

    [Fact]
    [Trait("rule", "R4")]
    public void Collateral_is_sold_to_the_guarantee_fund_before_anybody_else_pays()
    {
        var venue = WithCollateral(1_000);
        venue.SetGuarantee(70);

        // worth 3 × 0.8 each: 70 / 2.4 = 29.17, sold as 30
        var lines = venue.Settle(20);
        Assert.Equal(
            [
                "alice CollateralSold -30 of 2: has 970", "alice CollateralProceeds 70 of 1: has 0, owes 130",
                "Guarantee CollateralSold 30 of 2: has 30", "Guarantee CollateralProceeds -70 of 1: has 0",
            ],
            lines.Where(line => line.Contains("Collateral", StringComparison.Ordinal)));
        Assert.Equal((-130, 1), (venue.Owed(Alice), venue.State.Shortfalls.Unpaid));

        // as much as counts as collateral is covered: the debt stays, but it is nobody's loss
        SetCap(venue, 100_000);
        Assert.Contains("alice Ended: 2198 of 0", venue.Tick());
        Assert.Equal((-130, 0), (venue.Owed(Alice), venue.State.Shortfalls.Unpaid));
    }

    [Fact]
    [Trait("rule", "R4")]
    public void Collateral_that_is_not_worth_the_debt_is_sold_whole()
    {
        var venue = WithCollateral(10);
        venue.SetGuarantee(1_000);
        var lines = venue.Settle(20);

        Assert.Contains("alice CollateralSold -10 of 2: has 0", lines);
        Assert.Contains("alice CollateralProceeds 24 of 1: has 0, owes 176", lines);
        Assert.Equal((0, 0), (venue.Owed(Alice), venue.State.Liquidations.Count));
    }

    /// <summary>
    /// Alice is long 10 from 50, nobody profits at her bankruptcy price; bob is short 10 from so many ticks, owner 5 short
    /// 5 and owner 6 short 8 from 35. Mark 20.
    /// </summary>
    private static LiquidationVenue Bankrupt(int visits, Int128 cash, long ticks = 35)
    {
        var venue = new LiquidationVenue(Venue.SmallOptions with { MaxPositionVisitsPerCommand = visits });
        venue.Trade(Cross, Alice, Carol, 10, 50);
        venue.Trade(Cross, Carol, Bob, 10, ticks);
        venue.Trade(Cross, Of(8), Of(5), 5, 35);
        venue.Trade(Cross, Of(8), Of(6), 8, 35);
        venue.Settle();
        venue.SetCash(Alice, cash);
        venue.SetCash(Bob, 10);
        venue.SetCash(Of(5), 500);
        venue.SetCash(Of(6), 500);
        venue.Mark(Cross, 20);
        return venue;
    }

    /// <summary>Alice is long 10 from 50 with 100 in cash and so much of asset 2, worth 3 less a fifth. Mark 20.</summary>
    private static LiquidationVenue WithCollateral(Int128 amount)
    {
        var venue = new LiquidationVenue();
        var token = Of(2_000).Owner;
        venue.Venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 2, Token = token });
        venue.Trade(Cross, Alice, Carol, 10, 50);
        venue.Trade(Cross, Carol, Bob, 10, 20);
        venue.Venue.Apply(CommandType.Deposit, new Deposit
        {
            DepositId = 1,
            Account = Alice,
            Token = token,
            Amount = amount,
            ChainId = 7,
        });
        venue.SetCash(Alice, 100);
        SetCap(venue, 1);
        venue.State.Assets[1].Collateral.HasPrice = true;
        venue.State.Assets[1].Collateral.Price = 3 * FixedPoint.One;
        venue.Mark(Cross, 20);
        return venue;
    }

    private static void SetCap(LiquidationVenue venue, Int128 cap)
    {
        var terms = new SetCollateral { AssetId = 2, BackedAssetId = 1, HaircutBp = 2_000, Cap = cap };
        venue.State.Assets.SetCollateral(1, 0, in terms);
    }
}
