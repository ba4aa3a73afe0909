using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A2, A3: the interval method against every price there is, on random books.</summary>
public sealed class AuctionPriceTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("rule", "A2")]
    [Trait("rule", "A3")]
    public void The_interval_method_finds_what_trying_every_price_finds()
    {
        var reached = new Dictionary<(BruteForcePrice.Rule Rule, bool HasReference, bool IsFine), int>();
        var negative = 0;
        foreach (var book in Books(31_000))
        {
            var (rule, price, volume, surplus) = BruteForcePrice.Find(book);
            var expected = rule == BruteForcePrice.Rule.NoCross ? null : new AuctionResult(price, volume, surplus);
            var found = book.Find();
            if (found != expected)
            {
                Assert.Fail($"expected {expected}, found {found}: {book}");
            }

            var key = (rule, book.ReferenceTicks is not null, book.Increment == 1);
            reached[key] = reached.GetValueOrDefault(key) + 1;
            negative += price < 0 ? 1 : 0;
        }

        foreach (var (key, count) in reached.OrderBy(pair => pair.Key))
        {
            output.WriteLine($"{key}: {count}");
        }

        Assert.Equal(Enum.GetValues<BruteForcePrice.Rule>().Length * 4, reached.Count);
        Assert.True(negative > 0);
    }

    [Fact]
    [Trait("rule", "A3")]
    public void After_an_uncrossing_no_crossed_book_remains()
    {
        foreach (var book in Books(32_000))
        {
            var left = book.Orders.ToDictionary(order => order, order => order.Lots);
            if (book.Find() is { } result)
            {
                foreach (var (order, lots) in AuctionAllocation.Allocate(book.Orders, result.PriceTicks, result.VolumeLots))
                {
                    left[order] -= lots;
                }
            }

            var open = left.Where(pair => pair.Value > 0).Select(pair => pair.Key).ToList();
            var bid = open.Where(order => order.Side == Side.Buy).Max(order => (long?)order.LimitTicks);
            var ask = open.Where(order => order.Side == Side.Sell).Min(order => (long?)order.LimitTicks);
            if (bid >= ask)
            {
                Assert.Fail($"{bid} meets {ask} after {book.Find()}: {book}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [Trait("rule", "A3")]
    public void Prices_at_the_ends_of_the_range_give_the_same_result_as_around_zero(int sign)
    {
        foreach (var book in Books(33_000 + sign).Take(2_000))
        {
            var far = (1L << 62) - 64;
            var shift = sign * (far - (far % book.Increment));
            var expected = book.Find() is { } result ? result with { PriceTicks = result.PriceTicks + shift } : null;
            if (book.Shift(shift).Find() != expected)
            {
                Assert.Fail($"expected {expected}, shifted by {shift}: {book}");
            }
        }
    }

    [Fact]
    [Trait("rule", "A3")]
    public void The_widest_interval_has_a_midpoint()
    {
        var high = 1L << 62;
        AuctionOrder[] orders =
        [
            new(1, Side.Buy, high, 5, 0, 1, 0, false),
            new(2, Side.Sell, -high, 5, 0, 2, 1, false),
        ];

        Assert.Equal(new AuctionResult(0, 5, 0), AuctionPrice.Find(orders, null, 1));
        Assert.Equal(new AuctionResult(-3, 5, 0), AuctionPrice.Find(orders, -1, 3));
        Assert.Equal(new AuctionResult(high, 5, 0), AuctionPrice.Find(orders, long.MaxValue, 1));
        Assert.Equal(new AuctionResult(-high, 5, 0), AuctionPrice.Find(orders, long.MinValue, 1));
    }

    [Theory]
    [InlineData(110, 100L, 10, 0, 0, false)]
    [InlineData(111, 100L, 10, 0, 0, true)]
    [InlineData(89, 100L, 10, 5, 0, true)]
    [InlineData(85, 100L, 10, 5, 1, false)]
    [InlineData(84, 100L, 10, 5, 1, true)]
    [InlineData(84, null, 10, 5, 1, false)]
    [InlineData(9_000, 100L, 0, 5, 1, false)]
    [InlineData(long.MaxValue, long.MinValue, long.MaxValue, 1, 0, true)]
    [InlineData(long.MaxValue, long.MinValue, long.MaxValue, long.MaxValue, 2, false)]
    [Trait("rule", "A5")]
    public void A_price_is_outside_the_collar_only_beyond_its_widened_edge(
        long price, long? reference, long collar, long widen, uint extensions, bool isOutside) =>
        Assert.Equal(isOutside, AuctionPrice.IsOutsideCollar(price, reference, collar, widen, extensions));

    private IEnumerable<AuctionBook> Books(int seed)
    {
        seed = AuctionBook.Seed(seed);
        output.WriteLine($"seed {seed}, {AuctionBook.Count} books");
        var random = new Random(seed);
        return Enumerable.Range(0, AuctionBook.Count).Select(_ => AuctionBook.Next(random));
    }
}
