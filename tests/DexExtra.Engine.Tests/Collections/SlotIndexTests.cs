using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Tests.Collections;

public sealed class SlotIndexTests
{
    [Theory]
    [InlineData(1, 3UL)]
    [InlineData(2, 16UL)]
    [InlineData(3, ulong.MaxValue)]
    public void An_index_that_fills_and_empties_agrees_with_a_dictionary(int seed, ulong hashes)
    {
        const int capacity = 50;
        var random = new Random(seed);
        var index = new SlotIndex(capacity);
        var keys = new ulong[capacity];
        var free = new Stack<int>(Enumerable.Range(0, capacity));
        var model = new Dictionary<ulong, int>();
        for (var count = 0; count < 100_000; count++)
        {
            // few keys and fewer hashes: chains collide and wrap around, and different keys have one hash
            var key = (ulong)random.Next(120);
            var hash = (key % hashes) * 0x1_0000_0031;
            var isPresent = model.Remove(key, out var expected);
            Assert.Equal(isPresent, index.TryFind(hash, new Match(keys, key), out var actual));
            Assert.Equal(isPresent ? expected : -1, actual);
            if (isPresent)
            {
                index.Remove(hash, actual);
                free.Push(actual);
            }
            else if (free.TryPop(out var slot))
            {
                keys[slot] = key;
                index.Fetch(hash);
                index.Add(hash, slot);
                model.Add(key, slot);
            }

            Assert.Equal(model.Count, index.Count);
        }
    }

    [Fact]
    public void Filling_beyond_capacity_and_removing_a_stranger_break_an_invariant()
    {
        var index = new SlotIndex(1);
        index.Add(7, 0);

        Assert.Throws<InvariantViolationException>(() => index.Add(8, 1));
        Assert.Throws<InvariantViolationException>(() => index.Remove(7, 1));
        index.Remove(7, 0);
        Assert.Throws<InvariantViolationException>(() => index.Remove(7, 0));
    }

    private readonly struct Match(ulong[] keys, ulong key) : ISlotMatch
    {
        public bool Holds(int slot) => keys[slot] == key;
    }
}
