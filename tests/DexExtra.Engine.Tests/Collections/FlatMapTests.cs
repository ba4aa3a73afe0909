using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Tests.Collections;

public sealed class FlatMapTests
{
    [Theory]
    [InlineData(1, 0UL)]
    [InlineData(2, 12_345UL)]
    [InlineData(3, ulong.MaxValue)]
    public void A_map_that_fills_and_empties_agrees_with_a_dictionary(int seed, ulong hashSeed)
    {
        const int capacity = 50;
        var random = new Random(seed);
        var map = new FlatMap<PairKey>(capacity, hashSeed);
        var model = new Dictionary<(ulong First, ulong Second), int>();
        for (var count = 0; count < 100_000; count++)
        {
            // few distinct keys, the all-zero key among them, so that chains collide and wrap around
            var key = ((ulong)random.Next(12), (ulong)random.Next(12));
            var pair = new PairKey(key.Item1, key.Item2);
            var isPresent = model.Remove(key, out var expected);
            Assert.Equal(isPresent, map.TryGet(in pair, out var actual));
            if (isPresent)
            {
                Assert.Equal(expected, actual);
                map.Remove(in pair);
            }
            else if (model.Count < capacity)
            {
                map.Add(in pair, count);
                model.Add(key, count);
            }

            Assert.Equal(model.Count, map.Count);
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(98_765UL)]
    public void Order_ids_that_grow_come_and_go_like_in_a_dictionary(ulong hashSeed)
    {
        const int capacity = 200;
        var random = new Random(4);
        var map = new FlatMap<OrderKey>(capacity, hashSeed);
        var model = new Dictionary<long, int>();
        for (var count = 1; count < 50_000; count++)
        {
            var id = count + (random.Next(4) * DexExtra.Messages.Limits.LegOrderIdStep);
            map.Add(new OrderKey(id), count);
            model.Add(id, count);
            while (model.Count > random.Next(capacity))
            {
                var gone = model.Keys.ElementAt(random.Next(model.Count));
                map.Fetch(new OrderKey(gone));
                Assert.True(map.TryRemove(new OrderKey(gone), out var slot));
                Assert.Equal(model[gone], slot);
                Assert.False(map.TryRemove(new OrderKey(gone), out _));
                model.Remove(gone);
            }

            Assert.Equal(model.Count, map.Count);
        }

        Assert.All(model, pair => Assert.True(map.TryGet(new OrderKey(pair.Key), out var slot) && slot == pair.Value));
    }

    [Fact]
    public void Filling_beyond_capacity_and_removing_a_stranger_break_an_invariant()
    {
        var map = new FlatMap<PairKey>(1, 0);
        map.Add(new PairKey(0, 0), 5);

        Assert.Throws<InvariantViolationException>(() => map.Add(new PairKey(1, 0), 6));
        Assert.Throws<InvariantViolationException>(() => map.Remove(new PairKey(2, 0)));
        map.Remove(new PairKey(0, 0));
        Assert.False(map.TryGet(new PairKey(0, 0), out _));
        Assert.Throws<InvariantViolationException>(() => map.Remove(new PairKey(0, 0)));
    }
}
