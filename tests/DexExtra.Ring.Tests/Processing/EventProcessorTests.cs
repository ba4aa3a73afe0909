using DexExtra.Ring.Processing;
using DexExtra.Ring.Threads;

namespace DexExtra.Ring.Tests.Processing;

/// <summary>Batches, life cycle and failures of one processor.</summary>
public sealed class EventProcessorTests
{
    private static readonly DedicatedThreadScheduler OwnThread = new("stage under test");

    [Theory]
    [MemberData(nameof(Strategies.Names), MemberType = typeof(Strategies))]
    public async Task Events_published_before_the_start_arrive_as_one_batch(string strategy)
    {
        var ring = NewRing(8, strategy);
        var handler = new RecordingHandler();
        PublishValues(ring, 3);

        await RunUntil(ring, handler, 2);

        Assert.Equal(["start", "batch 3", "0=100", "1=101", "2=102 end", "shutdown"], handler.Calls);
    }

    [Fact]
    public async Task A_batch_limit_cuts_batches_but_loses_nothing()
    {
        var ring = NewRing(8, "blocking");
        var handler = new RecordingHandler(maxBatchSize: 2);
        PublishValues(ring, 5);

        await RunUntil(ring, handler, 4);

        Assert.Equal(
            [
                "start", "batch 2", "0=100", "1=101 end", "batch 2", "2=102", "3=103 end", "batch 1", "4=104 end",
                "shutdown",
            ],
            handler.Calls);
    }

    [Fact]
    public void A_batch_limit_below_one_is_refused()
    {
        var ring = NewRing(8, "busy");
        var handler = new RecordingHandler(maxBatchSize: 0);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler));
    }

    [Theory]
    [MemberData(nameof(Strategies.Names), MemberType = typeof(Strategies))]
    public async Task A_waiting_processor_halts(string strategy)
    {
        var ring = NewRing(8, strategy);
        var handler = new RecordingHandler();
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler);
        await processor.Start(OwnThread).WithinReason();
        Assert.True(processor.IsRunning);

        await processor.Halt().WithinReason();
        await processor.Halt().WithinReason();

        Assert.False(processor.IsRunning);
        Assert.Equal(["start", "shutdown"], handler.Calls);
    }

    [Fact]
    public async Task A_processor_that_never_started_halts_and_stays_down()
    {
        var ring = NewRing(8, "blocking");
        var handler = new RecordingHandler();
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler);

        await processor.Halt().WithinReason();

        Assert.Throws<InvalidOperationException>(() => { _ = processor.Start(OwnThread); });
        Assert.Empty(handler.Calls);
    }

    [Fact]
    public async Task A_processor_starts_once()
    {
        var ring = NewRing(8, "blocking");
        var handler = new RecordingHandler();
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler);
        await processor.Start(OwnThread).WithinReason();

        Assert.Throws<InvalidOperationException>(() => { _ = processor.Start(OwnThread); });
        await processor.Halt().WithinReason();
    }

    [Theory]
    [MemberData(nameof(Strategies.Names), MemberType = typeof(Strategies))]
    public async Task An_exception_stops_the_stage_before_the_failed_batch_and_is_told_once(string strategy)
    {
        var ring = NewRing(8, strategy);
        var failing = new RecordingHandler(maxBatchSize: 2) { FailAt = 3 };
        var follower = new RecordingHandler();
        var told = new List<string>();
        using var first = EventProcessorFactory.Create(ring, ring.NewBarrier(failing), failing);
        using var second = EventProcessorFactory.Create(ring, ring.NewBarrier(follower, first.Sequence), follower);
        first.SetExceptionHandler(Telling(told));
        PublishValues(ring, 6);

        await second.Start(new DedicatedThreadScheduler("follower")).WithinReason();
        await first.Start(OwnThread).WithinReason();
        await Ended(first);
        await Reached(second, 1);
        await second.Halt().WithinReason();

        Assert.Equal(["stage failed at ring sequence 3: planted at event"], told);
        Assert.Equal(
            ["start", "batch 2", "0=100", "1=101 end", "batch 2", "2=102", "3=103 end", "shutdown"], failing.Calls);
        Assert.Equal(1, first.Sequence.Value);
        Assert.Equal(1, second.Sequence.Value);
        Assert.DoesNotContain(follower.Calls, call => call.StartsWith("2=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_start_is_told_handles_nothing_and_faults_the_start()
    {
        var ring = NewRing(8, "blocking");
        var handler = new RecordingHandler { FailOnStart = true };
        var told = new List<string>();
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler);
        processor.SetExceptionHandler(Telling(told));
        PublishValues(ring, 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => processor.Start(OwnThread).WithinReason());
        await Ended(processor);

        Assert.Equal(["stage failed to start: planted at start"], told);
        Assert.Equal(["start", "shutdown"], handler.Calls);
        Assert.Equal(-1, processor.Sequence.Value);
    }

    [Fact]
    public async Task A_failed_shutdown_is_told()
    {
        var ring = NewRing(8, "blocking");
        var handler = new RecordingHandler { FailOnShutdown = true };
        var told = new List<string>();
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler);
        processor.SetExceptionHandler(Telling(told));
        await processor.Start(OwnThread).WithinReason();

        await processor.Halt().WithinReason();

        Assert.Equal(["stage failed to shut down: planted at shutdown"], told);
    }

    [Fact]
    public async Task A_struct_handler_keeps_its_own_state()
    {
        var ring = NewRing(8, "blocking");
        var sums = new long[1];
        var handler = new SummingHandler(sums);
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler);
        PublishValues(ring, 4);

        await processor.Start(OwnThread).WithinReason();
        await Reached(processor, 3);
        await processor.Halt().WithinReason();

        Assert.Equal(100 + 101 + 102 + 103, sums[0]);
    }

    private static FatalExceptionHandler<TestEvent> Telling(List<string> told) =>
        new((ex, place) => told.Add($"{place}: {ex.Message}"));

    private static async Task RunUntil(RingBuffer<TestEvent> ring, RecordingHandler handler, long sequence)
    {
        using var processor = EventProcessorFactory.Create(ring, ring.NewBarrier(handler), handler);
        await processor.Start(OwnThread).WithinReason();
        await Reached(processor, sequence);
        await processor.Halt().WithinReason();
    }

    private static Task Reached(IEventProcessor processor, long sequence) => Task.Run(async () =>
    {
        while (processor.Sequence.Value < sequence)
        {
            await Task.Yield();
        }
    }).WithinReason();

    private static Task Ended(IEventProcessor processor) => Task.Run(async () =>
    {
        while (processor.IsRunning)
        {
            await Task.Yield();
        }
    }).WithinReason();

    private static RingBuffer<TestEvent> NewRing(int bufferSize, string strategy) =>
        RingBuffer<TestEvent>.CreateSingleProducer(() => new TestEvent(), bufferSize, Strategies.Create(strategy));

    private static void PublishValues(RingBuffer<TestEvent> ring, int count)
    {
        var last = ring.Next(count);
        for (var i = 0; i < count; i++)
        {
            ring[last - count + 1 + i].Value = 100 + i;
        }

        ring.Publish(last);
    }

    /// <summary>Adds up in a field of the struct itself; a call on a copy would lose it.</summary>
    private struct SummingHandler(long[] sums) : IEventHandler<TestEvent>
    {
        private long _sum;

        public void OnEvent(TestEvent data, long sequence, bool endOfBatch)
        {
            _sum += data.Value;
            if (endOfBatch)
            {
                sums[0] = _sum;
            }
        }
    }
}
