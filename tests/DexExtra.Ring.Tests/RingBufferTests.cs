using CsCheck;

namespace DexExtra.Ring.Tests;

/// <summary>Claims, publishing, wrapping and back pressure, on one thread.</summary>
public sealed class RingBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-8)]
    [InlineData(3)]
    [InlineData(1000)]
    public void A_size_that_is_not_a_power_of_two_is_refused(int bufferSize)
    {
        Assert.Throws<ArgumentException>(() => NewRing(bufferSize));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1024)]
    public void A_power_of_two_is_taken(int bufferSize)
    {
        Assert.Equal(bufferSize, NewRing(bufferSize).BufferSize);
    }

    [Fact]
    public void Sequences_start_at_zero_and_are_visible_only_when_published()
    {
        var ring = NewRing(4);

        Assert.Equal(-1, ring.Cursor);
        Assert.Equal(0, ring.Next());
        Assert.Equal(-1, ring.Cursor);
        ring.Publish(0);
        Assert.Equal(0, ring.Cursor);
    }

    [Fact]
    public void Every_event_is_preallocated_and_comes_back_one_lap_later()
    {
        var made = 0;
        var ring = RingBuffer<TestEvent>.CreateSingleProducer(
            () => new TestEvent { Value = made++ }, 8, new BusySpinWaitStrategy());

        Assert.Equal(8, made);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Enumerable.Range(0, 8).Select(i => ring[i].Value));
        Assert.Same(ring[3], ring[11]);
        Assert.Same(ring[7], ring[8 * 1_000_000_007L + 7]);
    }

    [Fact]
    public void A_batch_claim_returns_its_last_sequence()
    {
        var ring = NewRing(8);

        Assert.Equal(4, ring.Next(5));
        ring.Publish(0, 4);
        Assert.Equal(4, ring.Cursor);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9)]
    [InlineData(int.MinValue)]
    public void A_claim_of_nothing_or_of_more_than_the_ring_is_refused(int n)
    {
        var ring = NewRing(8);

        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Next(n));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryNext(n, out _));
        Assert.Equal(0, ring.Next());
    }

    [Fact]
    public void The_producer_never_laps_the_slowest_gating_sequence()
    {
        var ring = NewRing(4);
        var fast = new Sequence();
        var slow = new Sequence();
        ring.AddGatingSequences(fast, slow);
        ring.Publish(ring.Next(4));
        fast.SetValue(3);

        Assert.False(ring.TryNext(out _));
        slow.SetValue(0);
        Assert.True(ring.TryNext(out var sequence));
        Assert.Equal(4, sequence);
        Assert.False(ring.TryNext(out _));
        Assert.Equal(0, ring.GetMinimumGatingSequence());
    }

    [Fact]
    public void Gating_sequences_added_in_two_calls_all_count()
    {
        var ring = NewRing(2);
        var first = new Sequence();
        var second = new Sequence();
        ring.AddGatingSequences(first);
        ring.AddGatingSequences(second);
        ring.Publish(ring.Next(2));
        second.SetValue(1);

        Assert.False(ring.TryNext(out _));
        first.SetValue(1);
        Assert.True(ring.TryNext(2, out _));
    }

    [Fact]
    public void A_failed_try_claims_nothing()
    {
        var ring = NewRing(4);
        var consumer = new Sequence();
        ring.AddGatingSequences(consumer);
        ring.Publish(ring.Next(3));

        Assert.False(ring.TryNext(2, out _));
        Assert.Equal(1, ring.GetRemainingCapacity());
        Assert.Equal(3, ring.Next());
    }

    [Fact]
    public void The_sequencer_agrees_with_a_counting_model()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 9]);
        var game = Gen.Select(Gen.Int[0, 3].Select(log => 1 << log), step.List[1, 200]);

        game.Sample(static (bufferSize, steps) => PlayAgainstModel(bufferSize, steps));
    }

    private static bool PlayAgainstModel(int bufferSize, List<(int Kind, int N)> steps)
    {
        var ring = NewRing(bufferSize);
        var consumer = new Sequence();
        ring.AddGatingSequences(consumer);
        long claimed = -1, published = -1, consumed = -1;
        foreach (var (kind, n) in steps)
        {
            switch (kind)
            {
                case 0 when n <= bufferSize:
                    var fits = claimed + n - consumed <= bufferSize;
                    if (ring.TryNext(n, out var sequence) != fits || (fits && sequence != claimed + n))
                    {
                        return false;
                    }

                    claimed += fits ? n : 0;
                    break;
                case 1 when published < claimed:
                    published = Math.Min(claimed, published + n);
                    ring.Publish(published);
                    break;
                case 2:
                    consumed = Math.Min(published, consumed + n);
                    consumer.SetValue(consumed);
                    break;
                default:
                    break;
            }

            if (ring.Cursor != published || ring.GetRemainingCapacity() != bufferSize - (claimed - consumed))
            {
                return false;
            }
        }

        return true;
    }

    private static RingBuffer<TestEvent> NewRing(int bufferSize) =>
        RingBuffer<TestEvent>.CreateSingleProducer(() => new TestEvent(), bufferSize, new BusySpinWaitStrategy());
}
