using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Views;

public sealed class BookViewTests
{
    // D3: the documented example and its CRC-32, computed with another implementation
    [Fact]
    public void The_checksum_is_the_documented_one()
    {
        var book = new BookView();
        Assert.Equal(0u, BookChecksum.Compute(book));
        Set(book, Side.Buy, 4_249, 10);
        Set(book, Side.Sell, 4_260, 5);
        Set(book, Side.Buy, 4_250, 3);

        Assert.Equal(1_335_168_436u, BookChecksum.Compute(book));
    }

    [Fact]
    public void Levels_beyond_the_tenth_do_not_count()
    {
        var book = new BookView();
        for (var price = 1; price <= 10; price++)
        {
            Set(book, Side.Buy, -price, 1);
        }

        var checksum = BookChecksum.Compute(book);
        Set(book, Side.Buy, -11, 1);
        Assert.Equal(checksum, BookChecksum.Compute(book));
        Set(book, Side.Buy, -10, 2);
        Assert.NotEqual(checksum, BookChecksum.Compute(book));
    }

    [Fact]
    public void Sides_are_sorted_best_first_and_empty_levels_vanish()
    {
        var book = new BookView();
        foreach (var price in new[] { 5, -3, 9, 0 })
        {
            Set(book, Side.Buy, price, 1);
            Set(book, Side.Sell, price + 10, 1);
        }

        Set(book, Side.Buy, 5, 0);
        Set(book, Side.Sell, 10, 7);

        Assert.Equal([9, 0, -3], book.Bids.Select(level => level.PriceTicks));
        Assert.Equal(
            [(7, 1), (10, 7), (15, 1), (19, 1)], book.Asks.Select(level => (level.PriceTicks, level.QuantityLots)));
    }

    private static void Set(BookView book, Side side, long priceTicks, long lots) => book.Apply(new LevelChanged
    {
        Side = side,
        PriceTicks = priceTicks,
        QuantityLots = lots,
        OrderCount = 1,
    });
}
