using DexExtra.Ring.Processing;
using DexExtra.Ring.Threads;

namespace DexExtra.Ring.Tests.Processing;

/// <summary>Nothing is allocated after the start, neither by the producer nor by a stage, parked or spinning.</summary>
public sealed class AllocationTests
{
    private const int WarmUp = 20_000;
    private const int Measured = 100_000;

    [Theory]
    [InlineData("yielding")]
    [InlineData("blocking")]
    [InlineData("parking")]
    public async Task Producing_and_handling_allocate_nothing(string strategy)
    {
        var ring = RingBuffer<TestEvent>.CreateSingleProducer(() => new TestEvent(), 16, Strategies.Create(strategy));
        var allocated = new long[1];
        var handler = new MeasuringHandler(allocated);
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler);
        ring.AddGatingSequences(processor.Sequence);
        await processor.Start(new DedicatedThreadScheduler("measured")).WithinReason();

        var producerBytes = await Task.Factory.StartNew(
            () => Produce(ring), CancellationToken.None, TaskCreationOptions.LongRunning,
            new DedicatedThreadScheduler("producer"));
        ring.NewBarrier(handler, processor.Sequence).WaitFor(WarmUp + Measured - 1);
        await processor.Halt().WithinReason();

        Assert.Equal(0, producerBytes);
        Assert.Equal(0, allocated[0]);
    }

    private static long Produce(RingBuffer<TestEvent> ring)
    {
        PublishEach(ring, WarmUp);
        var before = GC.GetAllocatedBytesForCurrentThread();
        PublishEach(ring, Measured);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void PublishEach(RingBuffer<TestEvent> ring, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var sequence = ring.Next();
            ring[sequence].Value = sequence;
            ring.Publish(sequence);
        }
    }

    private struct MeasuringHandler(long[] allocated) : IEventHandler<TestEvent>
    {
        private long _before;

        public void OnEvent(TestEvent data, long sequence, bool endOfBatch)
        {
            if (sequence == WarmUp)
            {
                _before = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (sequence == WarmUp + Measured - 1)
            {
                allocated[0] = GC.GetAllocatedBytesForCurrentThread() - _before;
            }
        }
    }
}
