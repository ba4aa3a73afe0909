using System.Numerics;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>B2, B3, B4: where orders may enter and takers may trade.</summary>
public sealed class BandTests
{
    [Theory]
    [InlineData(Side.Buy, 110, 100L, 0L, false)]
    [InlineData(Side.Buy, 111, 100L, 0L, true)]
    [InlineData(Side.Buy, -5_000, 100L, 0L, false)]
    [InlineData(Side.Sell, 90, 100L, 0L, false)]
    [InlineData(Side.Sell, 89, 100L, 0L, true)]
    [InlineData(Side.Sell, 5_000, 100L, 0L, false)]
    [InlineData(Side.Buy, 11, null, 0L, true)]
    [InlineData(Side.Buy, 10, null, 0L, false)]
    [InlineData(Side.Buy, 11, null, null, false)]
    [Trait("rule", "B2")]
    public void The_entry_band_is_around_the_mark_else_the_reference(
        Side side, long price, long? mark, long? reference, bool isOutside)
    {
        var rules = TradingRules.Default with { EntryBandTicks = 10 };

        Assert.Equal(isOutside, EntryBand.Excludes(side, price, in rules, mark, reference, BigInteger.Zero));
        rules.EntryBandTicks = 0;
        Assert.False(EntryBand.Excludes(side, price, in rules, mark, reference, BigInteger.Zero));
    }

    [Fact]
    [Trait("rule", "B2")]
    public void The_entry_band_widens_with_the_volatility_rounded_up_to_ticks()
    {
        var rules = TradingRules.Default with { EntryBandTicks = 10, EntryBandVolatility = 6 };
        BigInteger oneTick = 65_536;

        Assert.False(EntryBand.Excludes(Side.Buy, 112, in rules, 100, null, oneTick + 1));
        Assert.True(EntryBand.Excludes(Side.Buy, 111, in rules, 100, null, oneTick));
        Assert.True(EntryBand.Excludes(Side.Buy, 113, in rules, 100, null, 2 * oneTick));
    }

    [Fact]
    [Trait("rule", "B2")]
    public void Bands_at_the_ends_of_the_range_do_not_wrap()
    {
        var rules = TradingRules.Default with
        {
            EntryBandTicks = long.MaxValue,
            EntryBandVolatility = uint.MaxValue,
            ExecutionBandTicks = long.MaxValue,
        };
        var volatility = TickVolatility.Next(0, long.MinValue, long.MaxValue);
        var window = new ExecutionWindow(in rules, long.MinValue, new PriceHistory(), 0);

        Assert.False(EntryBand.Excludes(Side.Buy, long.MaxValue, in rules, long.MinValue, null, volatility));
        Assert.False(EntryBand.Excludes(Side.Buy, -1, in rules, long.MinValue, null, 0));
        Assert.True(EntryBand.Excludes(Side.Buy, 0, in rules, long.MinValue, null, 0));
        Assert.True(window.Allows(-1));
        Assert.False(window.Allows(0));
    }

    [Fact]
    [Trait("rule", "B2")]
    public void The_volatility_arrives_at_a_steady_move_and_at_rest()
    {
        BigInteger volatility = 0;
        for (var step = 0; step < 2_000; step++)
        {
            volatility = TickVolatility.Next(volatility, step * 3, (step + 1) * 3);
            Assert.InRange(volatility, 1, 3 * 65_536);
        }

        Assert.Equal(3, TickVolatility.InTicks(volatility));
        Assert.Equal(3 * 65_536, volatility);
        for (var step = 0; step < 2_000; step++)
        {
            volatility = TickVolatility.Next(volatility, -40, -40);
        }

        Assert.Equal(0, volatility);
    }

    [Fact]
    [Trait("rule", "B3")]
    [Trait("rule", "B4")]
    public void A_window_is_what_the_band_and_all_triggers_allow_and_a_breach_adds_up()
    {
        var rules = TradingRules.Default with
        {
            AuctionSeconds = 60,
            ExecutionBandTicks = 50,
            FirstTrigger = new VolatilityTrigger { Ticks = 5, HorizonSeconds = 10, AuctionSeconds = 100 },
            ThirdTrigger = new VolatilityTrigger { Ticks = 40, HorizonSeconds = 100, AuctionSeconds = 1_000 },
        };
        var history = new PriceHistory();
        history.Record(900, 80);
        history.Record(995, 110);
        var window = new ExecutionWindow(in rules, 110, history, 1_005);

        Assert.All([105L, 110, 115], price => Assert.True(window.Allows(price)));
        Assert.All([104L, 116, 0, 200], price => Assert.False(window.Allows(price)));
        Assert.Equal((100U, StateCause.VolatilityTrigger), window.Breach(104));
        Assert.Equal((1_100U, StateCause.VolatilityTrigger), window.Breach(121));
        Assert.Equal((1_160U, StateCause.ExecutionBand), window.Breach(161));
    }

    [Fact]
    [Trait("rule", "B4")]
    public void Without_a_trade_triggers_use_the_reference_and_without_one_there_is_no_bound()
    {
        var rules = TradingRules.Default with
        {
            ExecutionBandTicks = 50,
            SecondTrigger = new VolatilityTrigger { Ticks = 5, HorizonSeconds = 10, AuctionSeconds = 100 },
        };

        Assert.False(new ExecutionWindow(in rules, -20, new PriceHistory(), 9).Allows(-26));
        Assert.True(new ExecutionWindow(in rules, -20, new PriceHistory(), 9).Allows(-25));
        Assert.True(new ExecutionWindow(in rules, null, new PriceHistory(), 9).Allows(long.MaxValue));
    }
}
