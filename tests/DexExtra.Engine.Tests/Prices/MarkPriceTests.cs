using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Prices;

/// <summary>B7: the mark is the median of what there is, once per second.</summary>
[Trait("rule", "B7")]
public sealed class MarkPriceTests
{
    [Fact]
    public void The_first_command_of_a_second_computes_it()
    {
        var venue = Quoted(40, 51);
        Assert.Equal(["mark 1 #3 45"], venue.Pass(1));
        venue.Buy(Traders.Alice, 1, 43);
        Assert.Empty(venue.Pass(0.9));
        Assert.Equal(["mark 1 #5 46"], venue.Pass(0.1));
    }

    [Fact]
    public void Index_and_last_trade_count_and_the_middle_one_wins()
    {
        var venue = Quoted(40, 50);
        venue.SetIndex(70);
        Assert.Equal(["mark 1 #4 45"], venue.Pass(1));
        venue.Buy(Traders.Carol, 1, 50);
        venue.Sell(Traders.Bob, 1, 50);
        Assert.Equal(["mark 1 #8 47"], venue.Pass(1));
    }

    [Fact]
    public void A_thin_or_one_sided_book_gives_no_mid()
    {
        var venue = Venue.Open();
        venue.SetRules(TradingRules.Default with { MinMarkDepthLots = 2 });
        venue.Buy(Traders.Alice, 1, 40);
        venue.Sell(Traders.Bob, 2, 50);
        Assert.Empty(venue.Pass(1));
        venue.Buy(Traders.Alice, 1, 40);
        Assert.Equal(["mark 1 #5 45"], venue.Pass(1));
        venue.Cancel(Traders.Bob, 8);
        Assert.Empty(venue.Pass(1));
    }

    /// <summary>Mids rise to a constant 100: rounded toward zero the mean would stay below it for ever.</summary>
    [Fact]
    public void The_mean_reaches_a_constant_mid()
    {
        var venue = Quoted(40, 42);
        venue.Pass(1);
        venue.Buy(Traders.Carol, 1, 42);
        venue.Buy(Traders.Alice, 1, 79);
        venue.Sell(Traders.Bob, 1, 81);
        venue.Cancel(Traders.Bob, 8);
        for (var second = 0; second < 1_000; second++)
        {
            venue.Pass(1);
        }

        Assert.Equal(80, venue.Engine.State.Markets[0].Prices.MarkTicks);
        Assert.Equal((Int128)160 << 16, venue.Engine.State.Markets[0].Prices.Mean);
        Assert.Equal(0, venue.Engine.State.Markets[0].Prices.Volatility);
    }

    private static Venue Quoted(long bid, long ask)
    {
        var venue = Venue.Open();
        venue.Buy(Traders.Alice, 1, bid);
        venue.Sell(Traders.Bob, 1, ask);
        return venue;
    }
}
