using DexExtra.Engine.Ledger;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Payout;

/// <summary>M9: the payout of margin markets: losers first, then insurance, then what winners must leave.</summary>
[Trait("rule", "M9")]
public sealed class MarginPayoutTests
{
    [Fact]
    public void Losers_pay_winners()
    {
        var venue = Cross();
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Confirm(45);

        Assert.Equal(
            [
                "bob.2 settled 1 -10@45 pnl -50 cash -50 kept 0 fee 0, has 9950+0",
                "bob.3 closed 1 by Settlement: pnl -50 Loss",
                "alice.2 settled 1 10@45 pnl 50 cash 50 kept 0 fee 0, has 10050+0",
                "alice.3 closed 1 by Settlement: pnl 50 Win",
                "settled 1 #6 at 45: open 10, gains 50, losses 50, insured 0, kept 0, returned 0",
                "market 1 #7 SETTLED by PAYOUT_COMPLETE",
            ],
            venue.PayOut());
    }

    [Fact]
    public void Those_who_closed_before_have_their_money()
    {
        var venue = Cross();
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Fill(Traders.Carol, Traders.Alice, 10, 55);
        Assert.Equal(-150, venue.Engine.View.Pool(1));
        venue.Confirm(50);
        venue.PayOut();

        Assert.Equal(
            (10_150, 9_900, 9_950),
            ((long)venue.CashOf(Traders.Alice), (long)venue.CashOf(Traders.Bob), (long)venue.CashOf(Traders.Carol)));
    }

    [Fact]
    public void The_fee_comes_out_of_the_gain_alone()
    {
        var venue = Cross(terms => terms with { Life = terms.Life with { SettlementFeePerLot = 3 } });
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Fill(Traders.Carol, Traders.Bob, 10, 43);
        venue.Confirm(44);
        var lines = venue.PayOut();

        Assert.Contains("alice.2 settled 1 10@44 pnl 40 cash 10 kept 0 fee 30, has 10010+0", lines);
        Assert.Contains("carol.2 settled 1 10@44 pnl 10 cash 0 kept 0 fee 10, has 10000+0", lines);
        Assert.Equal(40, venue.Engine.View.Fees(TestMarkets.AssetId));
    }

    [Fact]
    public void A_position_at_the_settlement_price_costs_nothing()
    {
        var venue = Cross();
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Confirm(40);
        var lines = venue.PayOut();

        Assert.Contains("alice.3 closed 1 by Settlement: pnl 0 Even", lines);
        Assert.Equal((10_000, 10_000), ((long)venue.CashOf(Traders.Alice), (long)venue.CashOf(Traders.Bob)));
    }

    [Fact]
    [Trait("rule", "C01")]
    public void The_insurance_pays_what_a_loser_cannot()
    {
        var venue = Cross();
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Take(Traders.Bob, 9_980, LedgerClass.Insurance);
        venue.Confirm(45);
        var lines = venue.PayOut();

        Assert.Equal(
            [
                "bob.2 settled 1 -10@45 pnl -50 cash -20 kept 0 fee 0, has 0+0",
                "bob.3 closed 1 by Settlement: pnl -50 Loss",
                "INSURANCE INSURANCE_PAID -30, has 9950 in 1",
            ],
            lines[..3]);
        Assert.Contains("insured 30, kept 0", lines[^2], StringComparison.Ordinal);
        Assert.Equal(10_050, venue.CashOf(Traders.Alice));
    }

    [Fact]
    [Trait("rule", "L2")]
    public void Without_insurance_winners_leave_their_part_and_rounding_stays_insured()
    {
        var venue = Cross();
        venue.Fill(Traders.Alice, Traders.Bob, 7, 40);
        venue.Fill(Traders.Carol, Traders.Bob, 4, 40);
        venue.Take(Traders.Bob, 9_980, LedgerClass.Guarantee);
        venue.Confirm(45);
        var lines = venue.PayOut();

        // 55 lost, 20 paid: 35 × 35 / 55 = 22.3 and 35 × 20 / 55 = 12.7 are kept, 1 more than is missing
        Assert.Contains("alice.2 settled 1 7@45 pnl 35 cash 12 kept 23 fee 0, has 10012+0", lines);
        Assert.Contains("alice.3 closed 1 by Settlement: pnl 12 Win", lines);
        Assert.Contains("carol.2 settled 1 4@45 pnl 20 cash 7 kept 13 fee 0, has 10007+0", lines);
        Assert.Contains("INSURANCE LOSS_SOCIALISED 1, has 1 in 1", lines);
        Assert.Equal(9_980, venue.Engine.State.Assets[0].Guarantee);
    }

    [Fact]
    [Trait("rule", "L6")]
    public void What_no_winner_can_cover_waits_for_the_guarantee_fund()
    {
        var venue = Cross();
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Fill(Traders.Carol, Traders.Alice, 10, 45);
        venue.Take(Traders.Bob, 10_000, LedgerClass.Insurance);
        var market = venue.MarketOf();
        venue.Engine.State.Ledger.Post(0, market.Insurance, venue.Engine.State.Ledger.Fees(0), 10_000);
        venue.Confirm(45);

        // alice took her 50 with her; bob has nothing, carol neither gains nor loses
        venue.Tick();
        venue.Tick();
        Assert.Equal((MarketState.Settling, -50), (market.State, (long)market.PoolAmount));
        Assert.Contains("WAITING", Assert.Single(venue.Ask(100)), StringComparison.Ordinal);
        venue.Take(Traders.Carol, 20, LedgerClass.Guarantee);
        Assert.Equal(["GUARANTEE GUARANTEE_PAID -20, has 0"], venue.Tick());
        venue.Take(Traders.Carol, 40, LedgerClass.Guarantee);
        var lines = venue.Tick();
        Assert.Equal("GUARANTEE GUARANTEE_PAID -30, has 10", lines[0]);
        Assert.Contains("SETTLED by PAYOUT_COMPLETE", lines[2], StringComparison.Ordinal);
        Assert.Contains("withdrawal 1 of 100 LOCKED", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R5")]
    public void An_isolated_loser_pays_with_its_bucket_alone_and_gets_the_rest_back()
    {
        var venue = Cross();
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Fill(Traders.Alice, Traders.Carol, 10, 40);
        venue.Isolate(Traders.Bob, 30);
        venue.Isolate(Traders.Carol, 80);
        venue.Confirm(45);
        var lines = venue.PayOut();

        Assert.Contains("bob.2 settled 1 -10@45 pnl -50 cash -30 kept 0 fee 0, has 9970+0", lines);
        Assert.Contains("carol.2 settled 1 -10@45 pnl -50 cash -50 kept 0 fee 0, has 9950+0", lines);
        Assert.Contains("alice.2 settled 1 20@45 pnl 100 cash 80 kept 20 fee 0, has 10080+0", lines);
    }

    [Fact]
    [Trait("rule", "R5")]
    public void An_isolated_winner_gets_bucket_and_gain()
    {
        var venue = Cross();
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Isolate(Traders.Alice, 300);
        venue.Confirm(45);
        venue.PayOut();

        Assert.Equal(10_050, venue.CashOf(Traders.Alice));
        Assert.Equal(0, venue.PlainPositionOf(Traders.Alice).Bucket);
    }

    [Fact]
    [Trait("rule", "R3")]
    public void A_cross_loser_owes_what_its_other_positions_cover_and_no_more()
    {
        var venue = Cross();
        venue.Apply(CommandType.CreateMarket, LifeCommands.FreeTerms with
        {
            MarketId = 2,
            MarginMode = MarginMode.Cross,
            Life = Lives.Far,
        });
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Take(Traders.Bob, 10_000, LedgerClass.Guarantee);
        OpenElsewhere(venue, Traders.Bob, Traders.Nobody, 5, 20, mark: 26);
        venue.Confirm(45);
        var lines = venue.PayOut();

        // 50 lost, 30 of them covered by 5 lots that are 6 ticks up
        Assert.Contains("bob.2 settled 1 -10@45 pnl -50 cash -30 kept 0 fee 0, has 0+0 owes 30", lines);
        Assert.Contains("alice.2 settled 1 10@45 pnl 50 cash 30 kept 20 fee 0, has 10030+0", lines);
    }

    [Fact]
    [Trait("rule", "R3")]
    public void Cash_that_orders_hold_covers_a_loss_too()
    {
        var venue = Cross();
        var other = LifeCommands.FreeTerms with { MarketId = 3, Life = Lives.Far };
        venue.Apply(CommandType.CreateMarket, other);
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Send(new OrderTicket(Traders.Bob, Side.Buy, 1, 30) { Terms = other });
        venue.Take(Traders.Bob, venue.CashOf(Traders.Bob), LedgerClass.Guarantee);
        venue.Confirm(45);
        var lines = venue.PayOut();

        // 50 lost, 30 are in an order
        Assert.Contains(lines, line => line.EndsWith(
            "settled 1 -10@45 pnl -50 cash -30 kept 0 fee 0, has 0+30 owes 30", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("rule", "R4")]
    public void Collateral_of_a_cross_loser_is_converted_before_the_insurance_pays()
    {
        // 50 lost, 20 in cash; worth 3 × 0.8 each: 30 / 2.4 = 12.5, sold as 13
        var venue = WithCollateral(backing: 40, guarantee: 100, left: 20);
        Assert.Equal(
            [
                "bob.3 COLLATERAL_SOLD -13, has 27+0", "bob.4 COLLATERAL_PROCEEDS 30, has 50+0",
                "GUARANTEE COLLATERAL_SOLD 13, has 13", "GUARANTEE COLLATERAL_PROCEEDS -30, has 70",
                "bob.5 settled 1 -10@45 pnl -50 cash -50 kept 0 fee 0, has 0+0",
                "bob.6 closed 1 by Settlement: pnl -50 Loss",
            ],
            venue.PayOut()[..6]);
    }

    [Fact]
    [Trait("rule", "R4")]
    public void What_the_fund_cannot_buy_is_owed_as_far_as_it_covers()
    {
        // the fund has 10, sold as 5; of the 20 that are missing the other 10 are worth 24
        var venue = WithCollateral(backing: 15, guarantee: 10, left: 20);
        Assert.Equal(
            [
                "bob.3 COLLATERAL_SOLD -5, has 10+0", "bob.4 COLLATERAL_PROCEEDS 10, has 30+0",
                "GUARANTEE COLLATERAL_SOLD 5, has 5", "GUARANTEE COLLATERAL_PROCEEDS -10, has 0",
                "bob.5 settled 1 -10@45 pnl -50 cash -50 kept 0 fee 0, has 0+0 owes 20",
            ],
            venue.PayOut()[..5]);
    }

    [Fact]
    [Trait("rule", "R4")]
    public void Collateral_that_is_not_worth_the_loss_leaves_the_rest_to_the_insurance()
    {
        var venue = WithCollateral(backing: 5, guarantee: 100, left: 20);
        venue.Take(Traders.Alice, 40, LedgerClass.Insurance);
        Assert.Equal(
            [
                "bob.3 COLLATERAL_SOLD -5, has 0+0", "bob.4 COLLATERAL_PROCEEDS 12, has 32+0",
                "GUARANTEE COLLATERAL_SOLD 5, has 5", "GUARANTEE COLLATERAL_PROCEEDS -12, has 88",
                "bob.5 settled 1 -10@45 pnl -50 cash -32 kept 0 fee 0, has 0+0",
                "bob.6 closed 1 by Settlement: pnl -50 Loss", "INSURANCE INSURANCE_PAID -18, has 22 in 1",
            ],
            venue.PayOut()[..7]);
    }

    [Fact]
    [Trait("rule", "R6")]
    public void Settlement_counts_into_the_day()
    {
        var venue = Cross(terms => terms with { Life = terms.Life with { SettlementFeePerLot = 1 } });
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Take(Traders.Bob, 9_980, LedgerClass.Guarantee);
        venue.Confirm(45);
        venue.PayOut();

        // bob's loss is 50, whoever paid it; 30 of alice's gain were kept, and 10 are the fee
        Assert.Equal((-50, 10), (DayOf(venue, Traders.Bob), DayOf(venue, Traders.Alice)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Slices_come_to_the_same_end(int slice)
    {
        var whole = Crowd(1_024);
        var sliced = Crowd(slice);

        Assert.Equal(whole.PayOut(), sliced.PayOut());
        Assert.Equal(whole.MarketOf().InsuranceAmount, sliced.MarketOf().InsuranceAmount);
        Assert.True(sliced.Sequence > whole.Sequence);
    }

    [Fact]
    public void The_payout_enters_the_state_hash()
    {
        var venue = Crowd(1);
        var hashes = new HashSet<ulong> { venue.Engine.StateHash() };
        for (var tick = 0; tick < 4; tick++)
        {
            venue.Tick();
            Assert.True(hashes.Add(venue.Engine.StateHash()));
        }
    }

    [Fact]
    [Trait("rule", "M7")]
    public void A_void_margin_market_is_zero_sum_after_others_have_closed()
    {
        var venue = Cross(terms => terms with { Life = terms.Life with { Fallback = SettlementFallback.Void } });
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Fill(Traders.Carol, Traders.Alice, 7, 51);
        venue.Fill(Traders.Nobody, Traders.Alice, 1, 60);
        venue.Expire();
        venue.PayOut();

        // longs 2@40, 7@51, 1@60, shorts 10@40: (80 + 357 + 60 + 400) / 20 = 44.85
        Assert.Equal(45, venue.MarketOf().Result.SettlementTicks);
        Assert.Equal((0, 0), (venue.Engine.View.Pool(1), venue.Engine.View.OpenInterest(1)));
        Assert.Equal(
            40_000,
            venue.CashOf(Traders.Alice) + venue.CashOf(Traders.Bob) + venue.CashOf(Traders.Carol)
                + venue.CashOf(Traders.Nobody));
    }

    private static Venue Cross(Func<CreateMarket, CreateMarket>? change = null, int slice = 1_024) => LifeCommands.Open(
        terms => (change ?? (same => same))(terms with { MarginMode = MarginMode.Cross }),
        Venue.SmallOptions with { MaxPaidPositions = slice });

    private static Int128 DayOf(Venue venue, AccountId account)
    {
        Assert.True(venue.Engine.State.Accounts.TryFind(in account, out var slot));
        var balance = venue.Engine.State.Ledger.FindOrAdd(slot, 0);
        return venue.Engine.State.DailyResults.Of(balance, venue.Engine.State.Today);
    }

    /// <summary>Bob is short 10 from 40, with so much of asset 2, worth 3 less a fifth. The result is 45.</summary>
    private static Venue WithCollateral(Int128 backing, Int128 guarantee, Int128 left)
    {
        var venue = Cross();
        var token = Traders.Of(2_001).Owner;
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 2, Token = token });
        venue.Fill(Traders.Alice, Traders.Bob, 10, 40);
        venue.Apply(CommandType.Deposit, new Deposit
        {
            DepositId = 1, Account = Traders.Bob, Token = token, Amount = backing, ChainId = 7,
        });
        venue.Take(Traders.Bob, venue.CashOf(Traders.Bob) - left, LedgerClass.Guarantee);
        var ledger = venue.Engine.State.Ledger;
        ledger.Post(0, ledger.Guarantee(0), ledger.Fees(0), venue.Engine.State.Assets[0].Guarantee - guarantee);
        var terms = new SetCollateral { AssetId = 2, BackedAssetId = 1, HaircutBp = 2_000, Cap = 100_000 };
        venue.Engine.State.Assets.SetCollateral(1, 0, in terms);
        venue.Engine.State.Assets[1].Collateral.HasPrice = true;
        venue.Engine.State.Assets[1].Collateral.Price = 3 * FixedPoint.One;
        venue.Confirm(45);
        return venue;
    }

    private static Venue Crowd(int slice)
    {
        var venue = Cross(terms => terms with { Life = terms.Life with { SettlementFeePerLot = 1 } }, slice);
        venue.Fill(Traders.Alice, Traders.Bob, 7, 40);
        venue.Fill(Traders.Carol, Traders.Bob, 4, 38);
        venue.Fill(Traders.Nobody, Traders.Carol, 2, 60);
        venue.Take(Traders.Bob, 9_980, LedgerClass.Guarantee);
        venue.Confirm(45);
        return venue;
    }

    /// <summary>Positions of another cross market of the same asset, with its mark.</summary>
    private static void OpenElsewhere(
        Venue venue, AccountId buyer, AccountId seller, long lots, long priceTicks, long mark)
    {
        var state = venue.Engine.State;
        var market = state.Markets[1];
        (market.Prices.HasMark, market.Prices.MarkTicks) = (true, mark);
        foreach (var (account, signed) in ((AccountId, long)[])[(buyer, lots), (seller, -lots)])
        {
            Assert.True(state.Accounts.TryFind(in account, out var slot));
            var index = state.FindOrAddPosition(slot, 1);
            ref var position = ref state.Positions[index];
            position.Apply(signed, 0, priceTicks * market.TickValue);
            market.CountPosition(state.Positions, index, 0, 0, position.Lots, position.Cost);
        }

        venue.Engine.Audit();
    }
}
