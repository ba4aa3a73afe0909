using System.Numerics;
using DexExtra.Engine.Reference.Prices;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>B7: the mark price.</summary>
[Trait("rule", "B7")]
public sealed class MarkPriceTests
{
    private static readonly MarkInputs Inputs = new(
        BestBidTicks: 100, BidLots: 5, BestAskTicks: 103, AskLots: 5, MinMarkDepthLots: 5, LastTicks: 90, IndexTicks: null,
        FloorTicks: -1_000, CapTicks: 1_000);

    [Fact]
    public void It_is_the_median_rounded_down_once()
    {
        var first = MarkPrice.Next(MarkState.Empty, Inputs)!;

        // last 90, mid 101.5, mean of mids 101.5
        Assert.Equal(101, first.MarkTicks);
        Assert.Equal(203 * 65_536, first.MeanMid);
        // a fourth value: the mean of 101.5 and 104
        Assert.Equal(102, MarkPrice.Next(MarkState.Empty, Inputs with { LastTicks = 200, IndexTicks = 104 })!.MarkTicks);
        // two values: (1 + 101.5) / 2
        Assert.Equal(51, MarkPrice.Next(MarkState.Empty, Inputs with { LastTicks = 1, BidLots = 4, IndexTicks = 101 })!.MarkTicks);
    }

    [Theory]
    [InlineData(-1, 0, -1)]
    [InlineData(-2, 1, -1)]
    [InlineData(0, 1, 0)]
    [InlineData(-4, -1, -3)]
    public void Negative_halves_are_rounded_down_too(long bid, long ask, long mark)
    {
        var inputs = Inputs with { BestBidTicks = bid, BestAskTicks = ask, LastTicks = null };

        Assert.Equal(mark, MarkPrice.Next(MarkState.Empty, inputs)!.MarkTicks);
    }

    [Fact]
    public void A_thin_book_has_no_mid_and_leaves_the_mean_alone()
    {
        var state = MarkPrice.Next(MarkState.Empty, Inputs)!;
        var thin = Inputs with { AskLots = 4, BestAskTicks = 900, LastTicks = 20 };

        var next = MarkPrice.Next(state, thin)!;

        // last 20 and the mean of mids 101.5
        Assert.Equal(60, next.MarkTicks);
        Assert.Equal(state.MeanMid, next.MeanMid);
        Assert.Null(MarkPrice.Next(MarkState.Empty, thin with { LastTicks = null, IndexTicks = 5 }));
    }

    [Fact]
    public void A_book_without_a_side_keeps_the_mark()
    {
        Assert.Null(MarkPrice.Next(MarkState.Empty, Inputs with { BestBidTicks = null, BidLots = 0 }));
        Assert.Null(MarkPrice.Next(MarkState.Empty, Inputs with { BestAskTicks = null, AskLots = 0 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_mean_arrives_at_a_constant_mid_from_both_sides(int sign)
    {
        var state = MarkPrice.Next(MarkState.Empty, Inputs with { BestBidTicks = sign * 400, BestAskTicks = sign * 400 })!;
        for (var second = 0; second < 200; second++)
        {
            state = MarkPrice.Next(state, Inputs with { BestBidTicks = -1, BestAskTicks = 1, LastTicks = sign * 10 })!;
            Assert.True(state.MeanMid!.Value.Sign != -sign);
        }

        Assert.Equal(BigInteger.Zero, state.MeanMid);
        Assert.Equal(0, state.MarkTicks);
    }

    [Fact]
    public void It_stays_within_floor_and_cap_and_at_the_ends_of_the_range()
    {
        Assert.Equal(95, MarkPrice.Next(MarkState.Empty, Inputs with { CapTicks = 95 })!.MarkTicks);
        Assert.Equal(102, MarkPrice.Next(MarkState.Empty, Inputs with { FloorTicks = 102 })!.MarkTicks);
        var far = 1L << 62;
        var ends = Inputs with { FloorTicks = -far, CapTicks = far, LastTicks = far, IndexTicks = long.MaxValue };
        Assert.Equal(far, MarkPrice.Next(MarkState.Empty, ends with { BestBidTicks = far, BestAskTicks = far })!.MarkTicks);
        ends = ends with { LastTicks = -far, IndexTicks = long.MinValue };
        Assert.Equal(-far, MarkPrice.Next(MarkState.Empty, ends with { BestBidTicks = -far, BestAskTicks = -far })!.MarkTicks);
    }

    [Fact]
    [Trait("rule", "B2")]
    public void Each_mark_after_the_first_moves_the_volatility()
    {
        var first = MarkPrice.Next(MarkState.Empty, Inputs)!;
        var higher = Inputs with { BestBidTicks = 110, BestAskTicks = 110, LastTicks = 109 };
        var second = MarkPrice.Next(first, higher)!;
        var third = MarkPrice.Next(second, higher)!;

        Assert.Equal(0, first.Volatility);
        Assert.Equal(109, second.MarkTicks);
        Assert.Equal(8 * 1_024, second.Volatility);
        Assert.Equal(109, third.MarkTicks);
        Assert.Equal(63 * 128, third.Volatility);
    }

    [Fact]
    [Trait("rule", "A9")]
    public void An_uncrossing_without_trade_sets_it_to_the_reference()
    {
        var state = MarkPrice.Next(MarkState.Empty, Inputs)!;

        var next = MarkPrice.AtReference(state, 37)!;

        Assert.Equal(37, next.MarkTicks);
        Assert.Equal(state.MeanMid, next.MeanMid);
        Assert.Equal(64 * 65_536 / 64, next.Volatility);
        Assert.Null(MarkPrice.AtReference(state, null));
    }
}
