using DexExtra.Engine.Margin;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;
using static DexExtra.Engine.Tests.Liquidation.LiquidationVenue;

namespace DexExtra.Engine.Tests.Liquidation;

/// <summary>L5: who is deleveraged, in which order, at which price.</summary>
[Trait("rule", "L5")]
public sealed class DeleveragingTests
{
    [Theory]
    [InlineData(1_024)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_best_score_goes_first_then_the_larger_then_the_older(int visits)
    {
        var venue = new LiquidationVenue(Venue.SmallOptions with { MaxPositionVisitsPerCommand = visits });
        venue.Trade(Cross, Alice, Bob, 10, 50);
        venue.Trade(Cross, Alice, Of(6), 2, 50);
        venue.Trade(Cross, Alice, Of(5), 4, 50);
        venue.Trade(Cross, Alice, Of(7), 2, 50);
        venue.Trade(Cross, Alice, Carol, 4, 50);
        venue.SetCash(Alice, 220);
        venue.Settle();

        // at 38 each lot has won 12: scores of owners 5 to 7 are all one half
        venue.SetCash(Carol, 10);
        venue.SetCash(Of(6), 24);
        venue.SetCash(Of(5), 48);
        venue.SetCash(Of(7), 24);
        venue.Mark(Cross, 38);
        var trades = venue.Settle().Where(line => line.Contains("buys", StringComparison.Ordinal));

        Assert.Equal(
            [
                "Deleveraging 4@40: carol (40) buys, alice (-40) sells",
                "Deleveraging 4@40: owner5 (40) buys, alice (-40) sells",
                "Deleveraging 2@40: owner6 (20) buys, alice (-20) sells",
                "Deleveraging 2@40: owner7 (20) buys, alice (-20) sells",
                "Deleveraging 10@40: bob (100) buys, alice (-100) sells",
            ],
            trades);
        Assert.Equal((0, 0), (venue.Cash(Alice), venue.Owed(Alice)));
    }

    [Fact]
    public void The_best_of_more_than_are_kept_is_found_even_when_it_comes_last()
    {
        const int Others = Limits.MaxDeleveragingCandidates + 1;
        var venue = new LiquidationVenue(
            Venue.SmallOptions with { MaxAccounts = 256, MaxBalances = 256, MaxPositions = 256 });
        for (var other = 1; other <= Others; other++)
        {
            venue.Trade(Cross, Alice, Of(100 + other), 1, 50);
        }

        venue.Settle();
        venue.SetCash(Alice, 10 * Others);
        venue.SetCash(Of(100 + Others), 10);
        venue.Mark(Cross, 38);
        var first = venue.Settle().First(line => line.Contains("buys", StringComparison.Ordinal));

        Assert.StartsWith($"Deleveraging 1@40: owner{100 + Others} (10) buys, alice", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_is_needed_is_taken_and_its_reduce_only_orders_shrink()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Cross, Carol, Bob, 10, 50);
        venue.Trade(Cross, Alice, Bob, 6, 50);
        venue.SetCash(Alice, 60);
        venue.Order(Cross, Bob, Side.Buy, 15, 20, OrderFlags.ReduceOnly);
        venue.Mark(Cross, 39);
        venue.Tick();
        venue.Venue.NowNs += Limits.NsPerSecond;
        var text = venue.Venue.Tick();

        Assert.Equal(-10, venue.Lots(Cross, Bob));
        Assert.Contains(text, line => line.Contains("REDUCE_ONLY_CAP by 5 to 10", StringComparison.Ordinal));
    }

    [Fact]
    public void Full_positions_and_losers_are_left_alone_while_somebody_profits()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Full, Alice, Bob, 10, 50);
        venue.Trade(Cross, Bob, Of(5), 5, 30);
        venue.Trade(Cross, Alice, Carol, 5, 50);
        venue.SetCash(Alice, 50);
        venue.Mark(Cross, 38);
        var trades = venue.Settle().Where(line => line.Contains("buys", StringComparison.Ordinal));

        Assert.Equal(["Deleveraging 5@40: carol (50) buys, alice (-50) sells"], trades);
        Assert.Equal((-10, -5), (venue.Lots(Full, Bob), venue.Lots(Cross, Of(5))));
    }

    [Fact]
    public void Nobody_profiting_at_the_bankruptcy_price_the_rest_is_closed_at_the_mark()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Cross, Alice, Carol, 10, 50);
        venue.Trade(Cross, Carol, Bob, 10, 35);
        venue.SetCash(Alice, 100);
        venue.SetGuarantee(1_000);
        venue.Mark(Cross, 20);
        var lines = venue.Settle();

        Assert.Contains("Deleveraging 10@20: bob (150) buys, alice (-300) sells", lines);
        Assert.Contains(lines, line => line.StartsWith("bob LossSocialised -150 of 1", StringComparison.Ordinal));
        Assert.Contains("alice GuaranteePaid 50 of 1: has 0", lines);
        Assert.Contains("Guarantee GuaranteePaid -50 of 1: has 950", lines);
        Assert.Equal((0, 0), (venue.Cash(Alice), venue.Owed(Alice)));
    }

    [Fact]
    public void An_isolated_winner_gets_its_bucket_back_with_the_profit()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Isolated, Alice, Bob, 10, 50);
        venue.Trade(Isolated, Carol, Bob, 10, 50);
        venue.SetBucket(Alice, 100);
        venue.SetBucket(Bob, 201);
        venue.SetBucket(Carol, 1_000);
        venue.SetCash(Bob, 0);
        venue.Mark(Isolated, 39);
        var lines = venue.Settle();

        Assert.Contains("Deleveraging 10@40: bob (100) buys, alice (-100) sells", lines);
        Assert.Equal((100 + 100, 101), (venue.Cash(Bob), venue.PositionOf(Isolated, Bob).Bucket));
    }

    [Fact]
    public void Two_bankrupt_units_of_a_market_take_turns()
    {
        var venue = new LiquidationVenue(Venue.SmallOptions with { MaxPositionVisitsPerCommand = 1 });
        venue.Trade(Cross, Alice, Bob, 10, 50);
        venue.Trade(Cross, Carol, Bob, 10, 50);
        venue.Settle();
        venue.SetCash(Alice, 100);
        venue.SetCash(Carol, 50);
        venue.Mark(Cross, 39);
        var trades = venue.Settle().Where(line => line.Contains("buys", StringComparison.Ordinal)).Order();

        Assert.Equal(
            [
                "Deleveraging 10@40: bob (100) buys, alice (-100) sells",
                "Deleveraging 10@45: bob (50) buys, carol (-50) sells",
            ],
            trades);
    }

    [Fact]
    public void Scores_compare_as_exact_fractions()
    {
        var random = new Random(7);
        for (var count = 0; count < 20_000; count++)
        {
            var (left, right) = (Draw(random, 0), Draw(random, 1));
            var product = (System.Numerics.BigInteger)left.Profit * right.Equity;
            var other = (System.Numerics.BigInteger)right.Profit * left.Equity;
            var isBefore = product != other ? product > other : left.Lots > right.Lots || left.Lots == right.Lots;
            Assert.Equal(isBefore, left.IsBefore(in right));
            Assert.NotEqual(isBefore, right.IsBefore(in left));
        }
    }

    [Theory]
    [InlineData(1, 1, 32)]
    [InlineData(3, 1, 33)]
    [InlineData(4, 1, 34)]
    [InlineData(1, 2, 31)]
    [InlineData(1, 3, 30)]
    [InlineData(3, 4, 31)]
    [InlineData(5, 0, 63)]
    [InlineData(5, -7, 63)]
    [InlineData(long.MaxValue, 1, 62)]
    [InlineData(1, long.MaxValue, 0)]
    public void A_class_is_the_rounded_down_logarithm(long profit, long equity, int expected) =>
        Assert.Equal(expected, new Score(0, 1, profit, equity).Class());

    private static Score Draw(Random random, int position)
    {
        var bits = random.Next(1, 90);
        return new Score(position, random.Next(1, 3), Amount(random, bits), Amount(random, bits));
    }

    private static Int128 Amount(Random random, int bits) =>
        1 + (new Int128((ulong)random.NextInt64(), (ulong)random.NextInt64()) >> (127 - Math.Min(bits, random.Next(1, 120))));
}
