namespace DexExtra.Transport.Tests;

public sealed class DoorbellTests : IDisposable
{
    private const int ShortMs = 1;
    private readonly TemporaryFolder _folder = new();

    private string BellPath => _folder.File("bell");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_wait_without_a_ring_ends_with_its_time()
    {
        using var bell = Doorbell.Open(BellPath);

        Assert.False(bell.Wait(bell.Observe(), ShortMs));
        Assert.False(bell.Wait(bell.Observe(), 0));
    }

    [Fact]
    public void A_ring_after_observing_ends_the_wait_at_once()
    {
        using var bell = Doorbell.Open(BellPath);
        using var other = Doorbell.Open(BellPath);

        var seen = bell.Observe();
        other.Ring();

        Assert.True(bell.Wait(seen, Timeout.Infinite));
        Assert.False(bell.Wait(bell.Observe(), ShortMs));
    }

    [Fact]
    public void One_ring_ends_the_wait_of_everybody_who_observed()
    {
        using var bell = Doorbell.Open(BellPath);
        var first = bell.Observe();
        var second = bell.Observe();

        bell.Ring();

        Assert.True(bell.Wait(first, Timeout.Infinite));
        Assert.True(bell.Wait(second, Timeout.Infinite));
    }

    [Fact]
    public void A_ring_nobody_waits_for_is_not_kept()
    {
        using var bell = Doorbell.Open(BellPath);

        bell.Ring();

        Assert.False(bell.Wait(bell.Observe(), ShortMs));
    }

    [Fact]
    public void The_first_ring_always_wakes_even_unarmed()
    {
        using var bell = Doorbell.Open(BellPath);
        var seen = bell.Observe();
        bell.Ring();
        bell.RingAlways();

        Assert.True(bell.Wait(seen, Timeout.Infinite));
    }

    [Fact]
    public void A_file_that_is_something_else_is_refused()
    {
        File.WriteAllText(BellPath, new string('x', 5000));

        var error = Assert.Throws<TransportException>(() => Doorbell.Open(BellPath));

        Assert.Equal(TransportError.DamagedHeader, error.Error);
    }

    [Fact]
    public void Disposed_doorbells_say_so()
    {
        var bell = Doorbell.Open(BellPath);
        bell.Dispose();

        Assert.Throws<ObjectDisposedException>(bell.Ring);
        Assert.Throws<ObjectDisposedException>(() => bell.Observe());
        Assert.Throws<ObjectDisposedException>(() => bell.Wait(0, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_wake_up_is_lost_between_threads_that_sleep_without_limit(int waiters)
    {
        const int Rounds = 5_000;
        var pathThere = _folder.File("there");
        var pathBack = _folder.File("back");
        var work = new int[1];
        var done = new int[waiters];
        var threads = Enumerable.Range(0, waiters).Select(waiter => Task.Factory.StartNew(
            () =>
            {
                using var there = Doorbell.Open(pathThere);
                using var back = Doorbell.Open(pathBack);
                for (var round = 1; round <= Rounds; round++)
                {
                    WaitUntil(there, () => Volatile.Read(ref work[0]) >= round);
                    Volatile.Write(ref done[waiter], round);
                    back.Ring();
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();

        // a lost wake-up leaves somebody asleep for ever
        await Task.Run(() =>
        {
            using var there = Doorbell.Open(pathThere);
            using var back = Doorbell.Open(pathBack);
            for (var round = 1; round <= Rounds; round++)
            {
                Volatile.Write(ref work[0], round);
                there.Ring();
                WaitUntil(back, () => done.All(reached => reached >= round));
            }
        }).WaitAsync(TimeSpan.FromMinutes(2));
        await Task.WhenAll(threads);

        Assert.All(done, reached => Assert.Equal(Rounds, reached));
    }

    [Fact]
    public async Task A_ring_that_races_with_arming_is_seen_by_one_of_the_two()
    {
        const int Rounds = 40_000;
        const int Seed = 5;
        using var bell = Doorbell.Open(BellPath);
        var rounds = new RacingRounds(Rounds);
        var work = new int[1];
        var lost = 0;
        var ringer = Task.Factory.StartNew(
            () => rounds.Run(new Random(Seed), round =>
            {
                Volatile.Write(ref work[0], round);
                bell.Ring();
            }),
            TaskCreationOptions.LongRunning);

        // what the waiter would do, except that it asks instead of sleeping
        var seen = 0u;
        var saw = false;
        rounds.Run(
            new Random(Seed + 1),
            round =>
            {
                seen = bell.Observe();
                saw = Volatile.Read(ref work[0]) >= round;
            },
            () => lost += saw || bell.Wait(seen, 0) ? 0 : 1);
        await ringer;

        Assert.Equal(0, lost);
    }

    [Fact]
    public async Task A_publication_with_a_doorbell_wakes_its_sleeping_consumer()
    {
        const int Messages = 5_000;
        using var bell = Doorbell.Open(BellPath);
        using var publication = SharedMemoryPublication.Open(_folder.Options(1) with { Doorbell = bell });
        var consumer = Task.Factory.StartNew(
            () =>
            {
                using var own = Doorbell.Open(BellPath);
                using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
                var messages = new List<(byte[] Message, long Position)>();
                var collector = new Collector(messages);
                while (messages.Count < Messages)
                {
                    WaitUntil(own, () => subscription.Poll(ref collector, 10) > 0);
                    subscription.Release(subscription.Position);
                }

                return messages.Select(message => BitConverter.ToInt32(message.Message)).ToArray();
            },
            TaskCreationOptions.LongRunning);

        for (var i = 0; i < Messages; i++)
        {
            while (publication.Offer(BitConverter.GetBytes(i)) < 0)
            {
                Thread.Yield();
            }

            if (i % 3 == 0)
            {
                Thread.Yield();
            }
        }

        Assert.Equal(Enumerable.Range(0, Messages), await consumer.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    /// <summary>The contract of a waiter: look, observe, look again, sleep.</summary>
    private static void WaitUntil(Doorbell bell, Func<bool> isThere)
    {
        while (!isThere())
        {
            var seen = bell.Observe();
            if (isThere())
            {
                return;
            }

            bell.Wait(seen, Timeout.Infinite);
        }
    }
}
