using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Book;

public sealed class PriceLadderTests
{
    private const long Widest = EngineLimits.MaxLotValue / 2;

    public static TheoryData<long, long> Ranges => new()
    {
        { 0, 1 },
        { 0, 63 },
        { 0, 64 },
        { -50, 50 },
        { -4_096, -1 },
        { 7, 100_000 },
        { -Widest, Widest },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Both_sides_agree_with_a_sorted_set_and_give_every_node_back(long floor, long cap)
    {
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var nodes = new LadderNodes(4_096);
            var ladder = new PriceLadder(nodes, side);
            ladder.Open(floor, cap);
            var model = new SortedList<long, int>();
            var random = new Random(7);
            for (var count = 0; count < 3_000; count++)
            {
                Step(ladder, nodes, model, Price(random, floor, cap), count);
                Compare(ladder, model, side);
            }

            foreach (var price in model.Keys.ToArray())
            {
                ladder.Remove(price);
            }

            Assert.Equal(0, nodes.Count);
            Assert.Equal(-1, ladder.Best);
        }
    }

    [Fact]
    public void A_ladder_rents_exactly_the_nodes_it_announced()
    {
        var nodes = new LadderNodes(100);
        var ladder = new PriceLadder(nodes, Side.Buy);
        ladder.Open(0, 100_000);

        Assert.Equal(3, ladder.NodesMissing(0));
        ladder.Insert(0, 1);
        Assert.Equal(
            (3, 0, 1, 2), (nodes.Count, ladder.NodesMissing(63), ladder.NodesMissing(64), ladder.NodesMissing(4_096)));
    }

    private static void Step(
        PriceLadder ladder, LadderNodes nodes, SortedList<long, int> model, long price, int level)
    {
        Assert.Equal(model.GetValueOrDefault(price, -1), ladder.Find(price));
        var before = nodes.Count;
        if (model.Remove(price))
        {
            ladder.Remove(price);
        }
        else if (model.Count < 200)
        {
            var missing = ladder.NodesMissing(price);
            ladder.Insert(price, level);
            model.Add(price, level);
            Assert.Equal(before + missing, nodes.Count);
        }
    }

    private static void Compare(PriceLadder ladder, SortedList<long, int> model, Side side)
    {
        var expected = side == Side.Buy ? model.Reverse().ToArray() : [.. model];
        var level = ladder.Best;
        foreach (var (price, slot) in expected.Take(20))
        {
            Assert.Equal(slot, level);
            level = ladder.NextWorse(price);
        }

        if (expected.Length <= 20)
        {
            Assert.Equal(-1, level);
        }
    }

    /// <summary>Clusters, edges and anything between.</summary>
    private static long Price(Random random, long floor, long cap) => random.Next(4) switch
    {
        0 => floor + (random.Next(3) % (cap - floor + 1)),
        1 => cap - (random.Next(3) % (cap - floor + 1)),
        2 => floor + ((cap - floor) / 2) + (random.Next(2) % (cap - floor)),
        _ => random.NextInt64(floor, cap) + random.Next(2),
    };
}
