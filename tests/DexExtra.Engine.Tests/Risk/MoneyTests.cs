using DexExtra.Engine.Risk;
using DexExtra.Engine.Tests.Harness;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Risk;

public sealed class MoneyTests
{
    [Fact]
    [Trait("rule", "R1")]
    public void Both_sides_closing_empties_the_pool_and_leaves_profit_and_fees()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 10, 40);
        venue.Buy(Alice, 10, 40);
        venue.Buy(Bob, 10, 70);
        venue.Sell(Alice, 10, 70);

        var view = venue.Engine.View;
        Assert.Equal(0, view.Pool(TestMarkets.Plain));
        Assert.Equal(0, view.OpenInterest(TestMarkets.Plain));
        Assert.Equal(60, view.Fees(TestMarkets.AssetId));
        Assert.Equal(10_000 + 300 - 40, view.Balance(Alice, TestMarkets.AssetId).Available);
        Assert.Equal(10_000 - 300 - 20, view.Balance(Bob, TestMarkets.AssetId).Available);
    }

    [Fact]
    [Trait("rule", "F7")]
    public void A_flip_closes_then_opens_in_one_fill()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 40);
        venue.Buy(Alice, 4, 40);
        venue.Buy(Carol, 10, 60);

        // closing 4 lots receives 4 × 60, opening 6 pays 6 × (100 − 60): nothing moves but the fee
        Assert.Equal(
            [
                "alice.4 accepted 10, hold 420, has 9412+420",
                "trade 2 #5 Sell 10@60, pool 1000; "
                    + "buy carol.3 9 cum 10 leaves 0 fee 10 cash -600 has 9390+0 pos 10 cost 600 pnl 0; "
                    + "sell alice.5 10 cum 10 leaves 0 fee 20 cash 0 has 9812+0 pos -6 cost -360 pnl 80",
                "alice.6 closed 4 of 1 by TRADE, in 160 out 240, pnl 80 fees 16 WIN",
                "level 1 #6 Buy 60: 0 in 0",
            ],
            venue.Sell(Alice, 10, 60));
    }

    [Fact]
    [Trait("rule", "F7")]
    public void A_partial_close_takes_its_share_of_the_cost_and_the_last_close_the_rest()
    {
        // 3 lots for 100 in total: 33 leave with the first, 33 with the second, 34 with the last
        var position = new Position { Lots = 3, Cost = 100 };
        Assert.Equal(50 - 33, position.Apply(-1, 1, 50));
        Assert.Equal((2, 67), (position.Lots, position.Cost));
        Assert.Equal(50 - 33, position.Apply(-1, 1, 50));
        Assert.Equal((1, 34), (position.Lots, position.Cost));
        Assert.Equal(50 - 34, position.Apply(-1, 1, 50));
        Assert.Equal((0, 0), (position.Lots, position.Cost));
    }

    [Fact]
    [Trait("rule", "F7")]
    public void Division_of_a_negative_cost_goes_toward_zero()
    {
        var position = new Position { Lots = 3, Cost = -100 };
        Assert.Equal(-20 + 33, position.Apply(-1, 1, -20));
        Assert.Equal((2, -67), (position.Lots, position.Cost));

        var shorts = new Position { Lots = -3, Cost = -100 };
        Assert.Equal(-20 + 66, shorts.Apply(2, 2, 10));
        Assert.Equal((-1, -34), (shorts.Lots, shorts.Cost));
    }

    [Theory]
    [Trait("rule", "F7")]
    [InlineData(1)]
    [InlineData(2)]
    public void Positions_agree_with_big_integers_at_any_size(int seed)
    {
        var random = new Random(seed);
        for (var count = 0; count < 100_000; count++)
        {
            var size = random.NextInt64(1, EngineLimits.MaxPositionLots + 1);
            var cost = Math.BigMul(random.NextInt64(-size, size + 1), EngineLimits.MaxLotValue);
            var position = new Position { Lots = size, Cost = cost };
            var sold = random.NextInt64(1, size + 1);
            var value = random.NextInt64(-EngineLimits.MaxLotValue, EngineLimits.MaxLotValue + 1);
            var released = (System.Numerics.BigInteger)cost * sold / size;

            var realised = position.Apply(-sold, position.ClosingLots(-sold), value);

            Assert.Equal(((System.Numerics.BigInteger)sold * value) - released, (System.Numerics.BigInteger)realised);
            Assert.Equal(cost - released, (System.Numerics.BigInteger)position.Cost);
        }
    }

    [Fact]
    [Trait("rule", "F6")]
    public void The_hold_covers_exactly_the_last_unit()
    {
        var venue = Venue.Open();
        venue.Deposit(Nobody, 420);

        Assert.Equal(["nobody.2 rejected INSUFFICIENT_FUNDS"], venue.Buy(Nobody, 10, 41));
        Assert.StartsWith(
            "nobody.3 accepted 9, hold 420, has 0+420", venue.Buy(Nobody, 10, 40)[0], StringComparison.Ordinal);
        Assert.Equal(["nobody.4 rejected INSUFFICIENT_FUNDS"], venue.Buy(Nobody, 1, 0));
    }

    [Fact]
    [Trait("rule", "ENG-04")]
    public void A_leak_of_one_unit_is_found_by_the_audit()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 40);
        venue.Buy(Alice, 2, 40);
        venue.Engine.Audit();

        var state = venue.Engine.State;
        foreach (var leak in new Action<Int128>[]
        {
            amount => state.Ledger[0].Available += amount,
            amount => state.Ledger[1].Held += amount,
            amount => state.Assets[0].Fees += amount,
            amount => state.Assets[0].Deposited += amount,
            amount => state.Positions[0].Lots += (long)amount,
            amount => state.Orders[0].Hold += amount,
        })
        {
            leak(1);
            Assert.Throws<InvariantViolationException>(venue.Engine.Audit);
            leak(-1);
            venue.Engine.Audit();
        }
    }
}
