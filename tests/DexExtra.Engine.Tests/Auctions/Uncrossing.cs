using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A random book whose call ended with a cross, with every step of its uncrossing.</summary>
public sealed record Uncrossing(
    AuctionBook Book,
    AuctionResult Result,
    IReadOnlyList<Allotment> Allotments,
    IReadOnlyList<PreventedPair> Prevented,
    IReadOnlyList<Allotment> Left)
{
    /// <summary>As many as <see cref="AuctionBook.Count"/>, the seed printed.</summary>
    public static IEnumerable<Uncrossing> Many(int seed, ITestOutputHelper output)
    {
        seed = AuctionBook.Seed(seed);
        output.WriteLine($"seed {seed}, {AuctionBook.Count} books");
        var random = new Random(seed);
        for (var count = 0; count < AuctionBook.Count;)
        {
            var book = AuctionBook.Next(random);
            if (book.Find() is { } result)
            {
                count++;
                var allotments = AuctionAllocation.Allocate(book.Orders, result.PriceTicks, result.VolumeLots);
                var (prevented, left) = AuctionSelfTrade.Remove(allotments);
                yield return new Uncrossing(book, result, allotments, prevented, left);
            }
        }
    }

    public static long Lots(IEnumerable<Allotment> allotments, Side side, int? owner = null) => allotments
        .Where(allotment => allotment.Order.Side == side && (owner ?? allotment.Order.Owner) == allotment.Order.Owner)
        .Sum(allotment => allotment.Lots);

    /// <summary>Fails with the book, so that the case can be repeated by hand.</summary>
    public void Check(bool holds, string what)
    {
        if (!holds)
        {
            Assert.Fail($"{what}: {Book} at {Result}");
        }
    }
}
