using DexExtra.Engine.Book;

namespace DexExtra.Engine.Tests.Book;

public sealed class DueHeapTests
{
    private const int Capacity = 300;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1_000)]
    public void Orders_are_due_by_second_and_order_id_whatever_came_and_went_before(int seed, int seconds)
    {
        var random = new Random(seed);
        var orders = new OrderPool(Capacity);
        var heap = new DueHeap(Capacity);
        var model = new SortedSet<(ulong Second, long OrderId, int Slot)>();
        var entries = new Dictionary<int, (ulong Second, long OrderId, int Slot)>();
        for (var count = 1; count < 20_000; count++)
        {
            var slot = random.Next(Capacity);
            var second = (ulong)random.Next(seconds);
            Assert.Equal(entries.TryGetValue(slot, out var entry), heap.Contains(slot));
            heap.Fetch(slot);
            if (!heap.Contains(slot))
            {
                // each id once, in no order
                orders[slot].OrderId = count * 7_919L % 1_000_003;
                heap.Add(slot, second, orders);
                entry = (second, orders[slot].OrderId, slot);
                entries[slot] = entry;
                model.Add(entry);
            }
            else if (random.Next(3) == 0)
            {
                heap.Move(slot, second, orders);
                model.Remove(entry);
                entries[slot] = entry with { Second = second };
                model.Add(entries[slot]);
            }
            else
            {
                heap.Remove(slot);
                entries.Remove(slot);
                model.Remove(entry);
            }

            AssertFirst(heap, model);
        }

        while (model.Count > 0)
        {
            AssertFirst(heap, model);
            heap.Remove(heap.First);
            model.Remove(model.Min);
        }

        Assert.Equal(0, heap.Count);
    }

    [Fact]
    public void An_order_is_in_a_heap_once()
    {
        var orders = new OrderPool(Capacity);
        var heap = new DueHeap(Capacity);
        heap.Add(3, 10, orders);

        Assert.Throws<InvariantViolationException>(() => heap.Add(3, 11, orders));
    }

    private static void AssertFirst(DueHeap heap, SortedSet<(ulong Second, long OrderId, int Slot)> model)
    {
        Assert.Equal(model.Count, heap.Count);
        if (model.Count > 0)
        {
            var (second, _, slot) = model.Min;
            Assert.Equal(slot, heap.First);
            Assert.True(heap.IsDue(second));
            Assert.True(second == 0 || !heap.IsDue(second - 1));
        }
    }
}
