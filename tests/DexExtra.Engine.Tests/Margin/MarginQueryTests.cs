using DexExtra.Engine.Tests.Harness;
using DexExtra.Engine.Tests.Risk;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Margin;

/// <summary>docs/money.md §4: what-if answers are what really happens.</summary>
[Trait("rule", "R3")]
public sealed class MarginQueryTests
{
    private const uint Cross = MarginVenue.Cross;

    [Fact]
    public void It_reports_the_unit_before_and_after_the_order()
    {
        var venue = MarginVenue.Open(MarginVenue.TenTicks with { ProfitShareBp = 5_000 });
        venue.Back(Alice, 1_000);
        venue.Pair(Cross, Alice, Bob, 10, 40);
        Query(venue, Alice, Cross, 20, 52);
        Assert.Equal(
            ["margin 7 of alice: equity 11100 with 1000, initial 100 to 300, maintenance 50, free 10950 to 10670, "
                + "out 10000, owed 0, hold 80, buys 782, NONE"],
            EventText.Describe(venue.LastFrame));
        Query(venue, Bob, MarginVenue.Isolated, 2, 50);
        Assert.Equal(
            ["margin 7 of bob: equity 0 with 0, initial 0 to 20, maintenance 0, free 9800 to 9776, out 9800, owed 0, "
                + "hold 24, buys 816, NONE"],
            EventText.Describe(venue.LastFrame));
        Query(venue, Bob, TestMarkets.Plain, 0, 50);
        Assert.Equal(
            ["margin 7 of bob: equity 9900 with 0, initial 100 to 100, maintenance 50, free 9800 to 9800, out 9800, owed 0, "
                + "hold 0, buys 188, NONE"],
            EventText.Describe(venue.LastFrame));
    }

    [Fact]
    public void It_is_refused_for_what_does_not_exist()
    {
        var venue = MarginVenue.Open();
        var good = new QueryMargin { Account = Alice, MarketId = Cross, Side = Side.Buy, PriceTicks = 50, RequestId = 8 };
        Assert.Contains("8 rejected UNKNOWN_ACCOUNT", venue.Apply(CommandType.QueryMargin, good with { Account = Nobody })[0]);
        Assert.Contains("8 rejected UNKNOWN_MARKET", venue.Apply(CommandType.QueryMargin, good with { MarketId = 99 })[0]);
        QueryMargin[] wrong =
        [
            good with { Side = 0 }, good with { Side = (Side)3 }, good with { PriceTicks = -1 },
            good with { PriceTicks = 101 }, good with { Lots = -1 }, good with { Lots = 10_001 },
        ];
        Assert.All(wrong, request =>
            Assert.Contains("8 rejected INVALID_PARAMETERS", venue.Apply(CommandType.QueryMargin, request)[0]));
        Assert.StartsWith("margin 8", venue.Apply(CommandType.QueryMargin, good)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void It_changes_nothing()
    {
        var venue = MarginVenue.Open();
        venue.Pair(Cross, Alice, Bob, 10, 40);
        var twin = MarginVenue.Open();
        twin.Pair(Cross, Alice, Bob, 10, 40);
        Query(venue, Alice, Cross, 20, 52);
        twin.Tick();
        Assert.Equal(twin.Engine.StateHash(), venue.Engine.StateHash());
    }

    /// <summary>
    /// In random states: the answer is that of the order itself, and buying power is the last size that passes. Orders are
    /// post-only, so that none trades; some stay open for the next ones.
    /// </summary>
    [Fact]
    public void Answers_are_what_the_orders_get()
    {
        var dice = new Random(31_415);
        var seen = new Dictionary<RejectReason, int>();
        for (var round = 0; round < 60; round++)
        {
            var venue = RandomMargins.Make(dice, 99_900);
            foreach (var slot in Enumerable.Range(0, venue.Engine.State.Markets.Count))
            {
                venue.Engine.State.Markets[slot].State = MarketState.Continuous;
            }

            for (var order = 0; order < 12; order++)
            {
                var account = dice.Next(3) switch { 0 => Alice, 1 => Bob, _ => Carol };
                uint[] markets = [Cross, Cross, MarginVenue.Isolated, TestMarkets.Plain];
                Compare(venue, account, markets[dice.Next(4)], dice, seen);
            }
        }

        Assert.True(seen[RejectReason.None] > 200, "many pass");
        Assert.True(seen[RejectReason.InsufficientMargin] > 50, "many lack margin");
        Assert.True(seen[RejectReason.InsufficientFunds] > 50, "many lack cash");
    }

    private static void Compare(
        Venue venue, AccountId account, uint market, Random dice, Dictionary<RejectReason, int> seen)
    {
        var side = dice.Next(2) == 0 ? Side.Buy : Side.Sell;
        var ticks = dice.NextInt64(0, 101);
        var before = venue.Ask(account, market, side, 0, ticks);
        if (before.Equity < before.MaintenanceMargin)
        {
            return;
        }

        var power = before.BuyingPowerLots;
        var most = market == TestMarkets.Plain ? 1_000 : 10_000;
        Assert.InRange(power, 0, most);
        if (power > 0)
        {
            Assert.Equal(RejectReason.None, venue.Ask(account, market, side, power, ticks).Reason);
        }

        if (power < most)
        {
            Assert.NotEqual(RejectReason.None, venue.Ask(account, market, side, power + 1, ticks).Reason);
        }

        var lots = dice.Next(3) switch
        {
            0 => Math.Clamp(power, 1, most),
            1 => Math.Clamp(power + 1, 1, most),
            _ => dice.NextInt64(1, 200),
        };
        var report = venue.Ask(account, market, side, lots, ticks);
        if (report.Equity < report.MaintenanceMargin)
        {
            return;
        }

        var answer = venue.Try(account, side, lots, ticks, market, OrderFlags.PostOnly);
        var passes = answer is "ACCEPTED" or "POST_ONLY_WOULD_CROSS";
        Assert.Equal(Codes.Of(report.Reason), passes ? Codes.Of(RejectReason.None) : answer);
        seen[report.Reason] = seen.GetValueOrDefault(report.Reason) + 1;
    }

    private static void Query(Venue venue, AccountId account, uint market, long lots, long ticks) =>
        venue.Ask(account, market, Side.Buy, lots, ticks);
}
