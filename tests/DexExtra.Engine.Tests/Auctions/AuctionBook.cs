using System.Globalization;
using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>
/// A random book at the end of a call: few prices and few lots, so that equal volumes, surpluses of both signs and
/// owners on both sides are common.
/// </summary>
public sealed record AuctionBook(
    long FloorTicks, long CapTicks, long Increment, long? ReferenceTicks, IReadOnlyList<AuctionOrder> Orders)
{
    private const int DefaultBooks = 20_000;

    /// <summary>DEXEXTRA_AUCTION_BOOKS.</summary>
    public static int Count => Setting("DEXEXTRA_AUCTION_BOOKS", DefaultBooks);

    /// <summary>DEXEXTRA_SEED is added to the seed of a test.</summary>
    public static int Seed(int seed) => seed + Setting("DEXEXTRA_SEED", 0);

    public static AuctionBook Next(Random random)
    {
        var increment = random.Next(2) == 0 ? 1 : random.Next(2, 5);
        var floor = OnGrid(random.Next(-24, 6), increment);
        var cap = floor + random.Next(increment, 26);
        var grid = random.Next(8) == 0 ? 1 : increment;
        var owners = random.Next(1, 6);
        var lots = random.Next(3) == 0 ? 40 : 4;
        var orders = random.Next(6) == 0 ? Symmetric(random, floor, cap, grid, lots) : [];
        for (var count = orders.Count == 0 ? random.Next(13) : random.Next(3); count > 0; count--)
        {
            var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            var reserve = random.Next(4) == 0 ? random.Next(1, (2 * lots) + 1) : 0;
            orders.Add(Order(side, OnGrid(random.NextInt64(floor, cap + 1), grid), random.Next(1, lots + 1), reserve));
        }

        long? reference = random.Next(3) == 0 ? null : random.NextInt64(floor - 3, cap + 4);
        return new AuctionBook(floor, cap, increment, reference, [.. orders.Select((order, index) => Place(order, index))]);

        AuctionOrder Place(AuctionOrder order, int index)
        {
            var owner = random.Next(owners);
            var mayReduce = (owner % 2 == 0) == (order.Side == Side.Buy);
            return order with
            {
                OrderId = 1_000 + index,
                Stamp = 1 + ((index * 7) % 13),
                Owner = owner,
                IsReduceOnly = mayReduce && random.Next(3) == 0,
            };
        }
    }

    /// <summary>The same book so many ticks higher.</summary>
    public AuctionBook Shift(long ticks) => new(
        FloorTicks + ticks,
        CapTicks + ticks,
        Increment,
        ReferenceTicks + ticks,
        [.. Orders.Select(order => order with { LimitTicks = order.LimitTicks + ticks })]);

    public AuctionResult? Find() => AuctionPrice.Find(Orders, ReferenceTicks, Increment);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"[{FloorTicks}, {CapTicks}] step {Increment} reference {ReferenceTicks}: ")
        + string.Join("; ", Orders.Select(order => string.Create(
            CultureInfo.InvariantCulture,
            $"{order.Side} {order.DisplayedLots}+{order.ReserveLots} @ {order.LimitTicks} owner {order.Owner} stamp {order.Stamp}")));

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : fallback;

    /// <summary>Two neighbouring prices with the same volume, one with a surplus of buys, one with as large one of sells.</summary>
    private static List<AuctionOrder> Symmetric(Random random, long floor, long cap, long grid, int lots)
    {
        var low = OnGrid(random.NextInt64(floor, cap - grid + 1), grid);
        var high = low + grid;
        var volume = random.Next(1, lots + 1);
        var surplus = random.Next(1, lots + 1);
        return
        [
            Order(Side.Buy, OnGrid(random.NextInt64(high, cap + 1), grid), volume, 0),
            Order(Side.Buy, low, surplus, 0),
            Order(Side.Sell, OnGrid(random.NextInt64(floor, low + 1), grid), volume, 0),
            Order(Side.Sell, high, surplus, 0),
        ];
    }

    private static AuctionOrder Order(Side side, long limit, long displayed, long reserve) =>
        new(0, side, limit, displayed, reserve, 0, 0, IsReduceOnly: false);

    /// <summary>The highest grid price that is not above.</summary>
    private static long OnGrid(long price, long increment) => price - (((price % increment) + increment) % increment);
}
