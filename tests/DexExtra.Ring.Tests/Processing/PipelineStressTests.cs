using DexExtra.Ring.Processing;
using DexExtra.Ring.Threads;

namespace DexExtra.Ring.Tests.Processing;

/// <summary>
/// The shape of the engine: producer → (A ∥ B) → C behind both. Every event's contents are checked by every stage, so
/// a slot reused too early, a stage that runs ahead or an event seen twice shows.
/// </summary>
public sealed class PipelineStressTests
{
    private const int LooksPerYield = 1000;

    [Theory]
    [InlineData("busy", 50_000, 1024, 1)]
    [InlineData("yielding", 500_000, 64, 2)]
    [InlineData("blocking", 2_000_000, 1024, 3)]
    [InlineData("blocking", 20_000, 2, 4)]
    [InlineData("parking", 50_000, 8, 5)]
    public async Task A_later_stage_sees_each_event_once_in_order_and_after_both_earlier_stages(
        string strategy, int events, int bufferSize, int seed)
    {
        var ring = RingBuffer<TestEvent>.CreateSingleProducer(
            () => new TestEvent(), bufferSize, Strategies.Create(strategy));
        var failures = new Failures();
        var a = new StageA(failures, seed);
        var b = new StageB(failures, seed);
        var c = new StageC(failures, seed);
        using var first = EventProcessorFactory.Create(ring, ring.NewBarrier(a), a);
        using var other = EventProcessorFactory.Create(ring, ring.NewBarrier(b), b);
        using var last = EventProcessorFactory.Create(ring, ring.NewBarrier(c, first.Sequence, other.Sequence), c);
        ring.AddGatingSequences(last.Sequence);
        foreach (var (processor, name) in new[] { (last, "C"), (other, "B"), (first, "A") })
        {
            processor.SetExceptionHandler(new FatalExceptionHandler<TestEvent>(
                (ex, place) => failures.Add($"{place}: {ex.Message}")));
            await processor.Start(new DedicatedThreadScheduler(name)).WithinReason();
        }

        await Task.Factory.StartNew(
            () => Produce(ring, events, seed), CancellationToken.None, TaskCreationOptions.LongRunning,
            new DedicatedThreadScheduler("producer")).WithinReason();
        var end = ring.NewBarrier(c, last.Sequence);
        await Task.Run(() => end.WaitFor(events - 1)).WithinReason();
        await Task.WhenAll(first.Halt(), other.Halt(), last.Halt()).WithinReason();

        Assert.Empty(failures.All);
        Assert.Equal([events - 1, events - 1, events - 1],
            new[] { first.Sequence.Value, other.Sequence.Value, last.Sequence.Value });
    }

    [Fact]
    public async Task Strict_alternation_of_two_parking_threads_loses_no_wake_up()
    {
        const int Rounds = 20_000;
        var ring = RingBuffer<TestEvent>.CreateSingleProducer(
            () => new TestEvent(), 1, new BlockingWaitStrategy(spinCount: 0));
        var failures = new Failures();
        var a = new StageA(failures, seed: 0);
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(a), a);
        ring.AddGatingSequences(processor.Sequence);
        var answer = ring.NewBarrier(a, processor.Sequence);
        await processor.Start(new DedicatedThreadScheduler("answering")).WithinReason();

        // a lost wake-up of either thread leaves both asleep for ever
        await Task.Run(() =>
        {
            for (var i = 0L; i < Rounds; i++)
            {
                var sequence = ring.Next();
                ring[sequence].Value = Expected(0, sequence);
                ring.Publish(sequence);
                answer.WaitFor(sequence);
            }
        }).WithinReason();
        await processor.Halt().WithinReason();

        Assert.Empty(failures.All);
        Assert.Equal(Rounds - 1, processor.Sequence.Value);
    }

    [Fact]
    public async Task A_signal_that_races_with_going_to_sleep_is_not_lost()
    {
        const int Rounds = 50_000;
        const int MaxShift = 200;
        var ring = RingBuffer<TestEvent>.CreateSingleProducer(
            () => new TestEvent(), 4, new BlockingWaitStrategy(spinCount: 0));
        var barrier = ring.NewBarrier(new RecordingHandler());
        var round = new long[] { -1 };
        var waiter = Task.Factory.StartNew(
            () =>
            {
                for (var sequence = 0L; sequence < Rounds; sequence++)
                {
                    Volatile.Write(ref round[0], sequence);
                    barrier.WaitFor(sequence);
                }
            },
            TaskCreationOptions.LongRunning);
        var producer = Task.Factory.StartNew(
            () =>
            {
                var random = new Random(6);
                for (var sequence = 0L; sequence < Rounds; sequence++)
                {
                    // published while the waiter is on its way to sleep: a lost signal leaves both waiting for ever
                    SpinUntil(ref round[0], sequence);
                    for (var shift = random.Next(MaxShift); shift > 0; shift--)
                    {
                        Volatile.Read(ref round[0]);
                    }

                    ring.Publish(ring.Next());
                }
            },
            TaskCreationOptions.LongRunning);

        await Task.WhenAll(waiter, producer).WithinReason();
    }

    private static void SpinUntil(ref long value, long goal)
    {
        for (var looks = 1; Volatile.Read(ref value) != goal; looks++)
        {
            if (looks % LooksPerYield == 0)
            {
                Thread.Yield();
            }
        }
    }

    private static long Expected(int seed, long sequence) => (sequence * 6_364_136_223_846_793_005) + seed;

    private static void Produce(RingBuffer<TestEvent> ring, int events, int seed)
    {
        var random = new Random(seed);
        for (var left = events; left > 0;)
        {
            var batch = Math.Min(left, random.Next(1, Math.Min(ring.BufferSize, 16) + 1));
            var last = ring.Next(batch);
            for (var sequence = last - batch + 1; sequence <= last; sequence++)
            {
                ring[sequence].Value = Expected(seed, sequence);
            }

            ring.Publish(last);
            left -= batch;
        }
    }

    private sealed class Failures
    {
        private readonly List<string> _all = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public void Add(string failure)
        {
            lock (_all)
            {
                _all.Add(failure);
            }
        }

        public void Check(bool holds, string stage, long sequence)
        {
            if (!holds)
            {
                Add($"{stage} at {sequence}");
            }
        }
    }

    private struct StageA(Failures failures, int seed) : IEventHandler<TestEvent>
    {
        private long _next;

        public void OnEvent(TestEvent data, long sequence, bool endOfBatch)
        {
            failures.Check(sequence == _next++, "A order", sequence);
            failures.Check(data.Value == Expected(seed, sequence), "A value", sequence);
            data.MarkA = sequence;
        }
    }

    private struct StageB(Failures failures, int seed) : IEventHandler<TestEvent>
    {
        private long _next;

        public void OnEvent(TestEvent data, long sequence, bool endOfBatch)
        {
            failures.Check(sequence == _next++, "B order", sequence);
            failures.Check(data.Value == Expected(seed, sequence), "B value", sequence);
            data.MarkB = sequence;
        }
    }

    private struct StageC(Failures failures, int seed) : IEventHandler<TestEvent>
    {
        private long _next;

        public void OnEvent(TestEvent data, long sequence, bool endOfBatch)
        {
            failures.Check(sequence == _next++, "C order", sequence);
            failures.Check(data.Value == Expected(seed, sequence), "C value", sequence);
            failures.Check(data.MarkA == sequence, "C before A", sequence);
            failures.Check(data.MarkB == sequence, "C before B", sequence);
        }
    }
}
