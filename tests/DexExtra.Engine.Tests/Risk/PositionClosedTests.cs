using DexExtra.Engine.Risk;
using DexExtra.Engine.Tests.Harness;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Risk;

[Trait("rule", "F10")]
public sealed class PositionClosedTests
{
    [Fact]
    public void The_life_of_a_position_is_reported_when_it_is_flat()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 40);
        venue.Buy(Alice, 4, 40);
        venue.Sell(Bob, 6, 50);
        venue.Buy(Alice, 6, 50);
        venue.Buy(Carol, 3, 60);
        Assert.Empty(Closed(venue.Sell(Alice, 3, 60)));
        venue.Buy(Carol, 7, 40);

        // bought 4 at 40 and 6 at 50, sold 3 at 60 and 7 at 40; taker fees of 20 lots
        Assert.Equal(
            ["alice.10 closed 10 of 1 by TRADE, in 460 out 460, pnl 0 fees 40 LOSS"], Closed(venue.Sell(Alice, 7, 40)));
    }

    [Fact]
    public void Both_sides_may_end_with_one_trade_the_buyer_first()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 40);
        venue.Buy(Alice, 4, 40);
        venue.Buy(Bob, 4, 45);
        Assert.Equal(
            [
                "bob.6 closed -4 of 1 by TRADE, in 160 out 180, pnl -20 fees 8 LOSS",
                "alice.6 closed 4 of 1 by TRADE, in 160 out 180, pnl 20 fees 16 WIN",
            ],
            Closed(venue.Sell(Alice, 4, 45)));
    }

    [Fact]
    public void A_flip_ends_one_life_and_begins_another_with_its_share_of_the_fee()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 3, 40);
        venue.Buy(Alice, 3, 40);
        venue.Buy(Carol, 5, 44);
        Assert.Equal(
            ["alice.6 closed 3 of 1 by TRADE, in 120 out 132, pnl 12 fees 12 EVEN"],
            Closed(venue.Sell(Alice, 5, 44)));
        venue.NowNs += 5;
        venue.Sell(Bob, 2, 30);
        Assert.Equal(
            ["alice.9 closed -2 of 1 by TRADE, in 88 out 60, pnl 28 fees 8 WIN"], Closed(venue.Buy(Alice, 2, 30)));
    }

    [Fact]
    [Trait("rule", "ENG-05")]
    public void A_life_without_end_never_overflows()
    {
        var life = new PositionLife();
        for (var fill = 0; fill < 100; fill++)
        {
            life.Open(long.MaxValue / 3, fill % 2 == 0 ? long.MaxValue : long.MinValue + 1, 0, 7);
            life.Close(long.MaxValue / 3, long.MinValue, 0, 0);
        }

        Assert.Equal(long.MaxValue, life.OpenedLots);
        Assert.Equal(7, life.OpenedNs);
        Assert.True(life.ExitTickLots < 0);
    }

    private static string[] Closed(string[] lines) =>
        [.. lines.Where(line => line.Contains(" closed ", StringComparison.Ordinal))];
}
