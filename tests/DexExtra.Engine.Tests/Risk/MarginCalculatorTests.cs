using System.Numerics;
using DexExtra.Engine.Risk;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Risk;

/// <summary>docs/money.md §4: the reckoning against a slow one, and values that can be checked by hand.</summary>
[Trait("rule", "R2")]
[Trait("rule", "R3")]
public sealed class MarginCalculatorTests
{
    [Fact]
    public void Every_figure_is_that_of_the_slow_reckoning()
    {
        var dice = new Random(4_711);
        for (var round = 0; round < 150; round++)
        {
            var venue = RandomMargins.Make(dice);
            venue.OpenOrders(dice);
            var state = venue.Engine.State;
            var calculator = new MarginCalculator(state);
            var slow = new SlowMargin(state);
            for (var slot = 0; slot < state.Positions.Count; slot++)
            {
                ref readonly var position = ref state.Positions[slot];
                Assert.Equal(slow.Unrealised(in position), (BigInteger)calculator.Unrealised(in position));
                Assert.Equal(slow.Maintenance(in position), (BigInteger)calculator.Maintenance(in position));
            }

            for (var account = 0; account < state.Accounts.Count; account++)
            {
                CompareCross(state, calculator, slow, account, dice);
                CompareIsolated(state, calculator, slow, account);
            }
        }
    }

    [Fact]
    public void Ticks_are_those_of_the_slow_reckoning()
    {
        var dice = new Random(4_712);
        for (var round = 0; round < 150; round++)
        {
            var state = RandomMargins.Make(dice).Engine.State;
            var slow = new SlowMargin(state);
            for (var slot = 1; slot < state.Markets.Count; slot++)
            {
                var market = state.Markets[slot];
                var lots = dice.NextInt64(1, 300);
                var side = dice.Next(2) == 0 ? Side.Buy : Side.Sell;
                var way = market.WayToBound(side);
                Assert.Equal(
                    slow.InitialTicks(market, lots, side == Side.Buy),
                    (BigInteger)MarginTicks.Initial(market, lots, way, state.NowSeconds));
                Assert.Equal(
                    slow.MaintenanceTicks(market, lots, side == Side.Buy),
                    (BigInteger)MarginTicks.Maintenance(market, lots, way, state.NowSeconds));
            }
        }
    }

    [Fact]
    [Trait("rule", "M3")]
    public void In_the_ramp_margins_rise_to_the_jump_and_stay_there()
    {
        var venue = MarginVenue.Open(MarginVenue.TenTicks with { RampSeconds = 1_000, JumpTicks = 40 });
        var market = venue.Market(MarginVenue.Cross);
        var end = market.Terms.Life.TerminationSeconds;
        Int128[] ticks =
        [
            .. new[] { end - 1_001, end - 1_000, end - 999, end - 500, end, end + 9 }
                .Select(now => MarginTicks.Initial(market, 1, market.WayToBound(Side.Buy), now)),
        ];
        Assert.Equal([10, 10, 11, 25, 40, 40], ticks);
    }

    [Fact]
    public void Without_a_ramp_the_end_changes_nothing()
    {
        var venue = MarginVenue.Open();
        var market = venue.Market(MarginVenue.Cross);
        var end = market.Terms.Life.TerminationSeconds;
        Assert.Equal(10, MarginTicks.Initial(market, 1, 50, end + 1));
        Assert.Equal(5, MarginTicks.Maintenance(market, 1, 50, end + 1));
    }

    /// <summary>Long 10 from 40 at mark 50 wins 100; half of it counts for orders, none for what leaves.</summary>
    [Fact]
    public void Profits_count_in_part_for_orders_and_not_at_all_for_what_leaves()
    {
        var venue = MarginVenue.Open(MarginVenue.TenTicks with { ProfitShareBp = 5_000 });
        venue.Pair(MarginVenue.Cross, Traders.Alice, Traders.Bob, 10, 40);
        var calculator = new MarginCalculator(venue.Engine.State);
        var alice = calculator.OfCross(venue.BalanceOf(Traders.Alice), in ExtraOrder.None);
        var bob = calculator.OfCross(venue.BalanceOf(Traders.Bob), in ExtraOrder.None);
        Assert.Equal((10_100, 100, 50), (alice.Equity, alice.InitialMargin, alice.MaintenanceMargin));
        Assert.Equal((9_950, 9_900), (alice.Free, alice.FreeToTakeOut));
        Assert.Equal((9_900, 9_800, 9_800), (bob.Equity, bob.Free, bob.FreeToTakeOut));
    }

    private static void CompareCross(
        EngineState state, MarginCalculator calculator, SlowMargin slow, int account, Random dice)
    {
        state.Assets.TryFind(TestMarkets.AssetId, out var asset);
        var (buys, sells) = (dice.NextInt64(0, 50), dice.NextInt64(0, 50));
        var extra = new ExtraOrder(
            dice.Next(1, 3), buys, sells, dice.NextInt64(0, buys + 1), dice.NextInt64(0, sells + 1));
        var unit = calculator.OfCross(account, asset, in extra);
        BigInteger[] fast =
        [
            (BigInteger)unit.Equity, (BigInteger)unit.InitialMargin, (BigInteger)unit.MaintenanceMargin,
            (BigInteger)unit.Free, (BigInteger)unit.FreeToTakeOut,
        ];
        var isCross = state.Markets[extra.Market].Terms.MarginMode == MarginMode.Cross;
        if (isCross)
        {
            Assert.Equal(slow.Cross(account, asset, in extra), fast);
        }

        Assert.Equal(slow.Collateral(account, asset), (BigInteger)unit.Collateral);
    }

    private static void CompareIsolated(EngineState state, MarginCalculator calculator, SlowMargin slow, int account)
    {
        var market = state.Markets.Find(MarginVenue.Isolated)!.Slot;
        if (!state.Positions.TryFind(account, market, out var slot))
        {
            return;
        }

        var position = state.Positions[slot];
        var unit = calculator.OfIsolated(slot);
        var lots = BigInteger.Abs(position.Lots);
        var initial = lots * slow.InitialTicks(state.Markets[market], lots, position.Lots > 0);
        Assert.Equal(
            (BigInteger)(position.Bucket + position.Shortfall) + slow.Unrealised(in position), (BigInteger)unit.Equity);
        Assert.Equal(initial, (BigInteger)unit.InitialMargin);
        Assert.Equal(slow.Maintenance(in position), (BigInteger)unit.MaintenanceMargin);
    }
}
