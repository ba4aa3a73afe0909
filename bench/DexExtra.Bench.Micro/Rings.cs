using BenchmarkDotNet.Attributes;
using DexExtra.Ring;
using DexExtra.Ring.Processing;
using DexExtra.Ring.Threads;

namespace DexExtra.Bench.Micro;

/// <summary>
/// The ring between two threads, one producer and one consumer: time per event of 64 bytes, claimed and published one
/// by one. What the two cores' distance is shows in the spread from run to run.
/// </summary>
public class Rings
{
    private const int Events = 1_000_000;
    private const int Slots = 4_096;

    private readonly RingBuffer<Slot> _ring =
        RingBuffer<Slot>.CreateSingleProducer(() => new Slot(), Slots, new YieldingWaitStrategy());

    private IEventProcessor<Slot>? _processor;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var handler = new Reader();
        _processor = EventProcessorFactory.Create(_ring, _ring.NewBarrier(handler), handler);
        _ring.AddGatingSequences(_processor.Sequence);
        await _processor.Start(new DedicatedThreadScheduler("consumer"));
    }

    [GlobalCleanup]
    public Task DisposeAsync() => _processor!.Halt();

    [Benchmark(OperationsPerInvoke = Events)]
    public void HandOver()
    {
        for (var index = 0; index < Events; index++)
        {
            var next = _ring.Next();
            _ring[next].First = index;
            _ring.Publish(next);
        }

        while (_processor!.Sequence.Value < _ring.Cursor)
        {
            Thread.SpinWait(1);
        }
    }

    private sealed class Slot
    {
        public long First { get; set; }

        public long Last { get; set; }
    }

    private sealed class Reader : IEventHandler<Slot>
    {
        private long _sum;

        public void OnEvent(Slot data, long sequence, bool endOfBatch) => _sum += data.First + data.Last;
    }
}
