using DexExtra.Engine.Reference.Prices;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>B4: the price one horizon ago.</summary>
[Trait("rule", "B4")]
public sealed class PriceHistoryTests
{
    [Fact]
    public void The_last_price_of_the_newest_second_that_is_old_enough_counts()
    {
        var history = new PriceHistory();
        history.Record(100, 7);
        history.Record(100, 8);
        history.Record(103, -9);

        Assert.Equal(8, history.PriceBefore(110, 10));
        Assert.Equal(8, history.PriceBefore(112, 10));
        Assert.Equal(-9, history.PriceBefore(113, 10));
        Assert.Equal(8, history.PriceBefore(105, 10));
        Assert.Equal(8, history.PriceBefore(5, 1_024));
    }

    [Fact]
    public void Without_trades_there_is_no_price() => Assert.Null(new PriceHistory().PriceBefore(100, 1));

    [Fact]
    public void The_oldest_of_more_than_1024_seconds_is_forgotten()
    {
        var history = new PriceHistory();
        for (var second = 0; second <= PriceHistory.Capacity; second++)
        {
            history.Record(second, 1_000 + second);
        }

        Assert.Equal(1_001, history.PriceBefore(1_024, 1_024));
        history.Record(PriceHistory.Capacity, 5);
        Assert.Equal(1_001, history.PriceBefore(1_024, 1_024));
        Assert.Equal(5, history.PriceBefore(1_025, 1));
    }

    [Fact]
    public void An_uncrossing_starts_it_again()
    {
        var history = new PriceHistory();
        history.Record(1, 100);
        history.Restart(50, 130);

        Assert.Equal(130, history.PriceBefore(50, 40));
        Assert.Equal(130, history.PriceBefore(51, 1));
    }
}
