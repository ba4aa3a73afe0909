using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Views;

public sealed class MarketInfoTests
{
    private static readonly MarketInfo Info = new(
        new MarketCreated { Request = new CreateMarket { TickSize = 1_000_000, LotSize = 50_000_000 } }, 1, 1);

    // Q3
    [Theory]
    [InlineData("42.5", "1.5", RejectReason.None, 4_250, 3)]
    [InlineData("-42.5", "0.5", RejectReason.None, -4_250, 1)]
    [InlineData("0", "0.5", RejectReason.None, 0, 1)]
    [InlineData("42.505", "1.5", RejectReason.PriceOffTick, 0, 0)]
    [InlineData("42.5", "0.75", RejectReason.QuantityOffLot, 0, 0)]
    [InlineData("42.5", "0", RejectReason.QuantityOutOfRange, 0, 0)]
    [InlineData("42.5", "9999999999999999999999", RejectReason.QuantityOutOfRange, 0, 0)]
    [InlineData("9999999999999999999999", "0.5", RejectReason.PriceOutOfBounds, 0, 0)]
    public void Decimals_convert_exactly_or_not_at_all(
        string price, string quantity, RejectReason reason, long ticks, long lots)
    {
        Assert.True(FixedPoint.TryParse(price, out var limitPrice));
        Assert.True(FixedPoint.TryParse(quantity, out var size));
        var order = new SignedOrder { LimitPrice = limitPrice, Quantity = (UInt128)size };

        Assert.Equal(reason, Info.TryConvert(in order, out var priceTicks, out var quantityLots));

        if (reason == RejectReason.None)
        {
            Assert.Equal((ticks, lots), (priceTicks, quantityLots));
            Assert.Equal((price, quantity), (Info.Price(priceTicks), Info.Quantity(quantityLots)));
        }
    }

    // F7: display only, 8 decimals, half even; negative prices and short positions alike
    [Theory]
    [InlineData(12_001, 3, "40.00333333")]
    [InlineData(-12_001, 3, "-40.00333333")]
    [InlineData(-12_001, -3, "40.00333333")]
    [InlineData(12_002, 3, "40.00666667")]
    [InlineData(1, 2_000_000, "0")]
    [InlineData(3, 2_000_000, "0.00000002")]
    [InlineData(5, 2_000_000, "0.00000002")]
    [InlineData(-1, 2_000_000, "0")]
    [InlineData(-3, 2_000_000, "-0.00000002")]
    public void Average_prices_round_half_to_even(long weightedTicks, long weight, string average) =>
        Assert.Equal(average, Info.AveragePrice(weightedTicks, weight));

    [Fact]
    public void Nothing_has_no_average_price() => Assert.Null(Info.AveragePrice(5, 0));
}
