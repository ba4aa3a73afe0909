using System.Diagnostics;

namespace DexExtra.Transport.Tests.Processes;

/// <summary>Real processes killed with SIGKILL at seeded moments: nothing lost, doubled, torn or reordered.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 16;
    private readonly TemporaryFolder _folder = new();

    private string StreamPath => _folder.StreamPath(Producer.SourceId);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_killed_producer_leaves_whole_messages_and_its_successor_goes_on_after_them()
    {
        var random = NewRandom(20_240_501);
        SharedMemoryPublication.Open(_folder.Options(Producer.SourceId, Producer.CapacityBytes)).Dispose();
        using var subscription = SharedMemorySubscription.Open(StreamPath, 0);
        var checker = new Checker(new long[Kills], new byte[Producer.MaxMessageBytes]);
        for (var life = 0; life < Kills; life++)
        {
            using var producer = Child.Start("produce", _folder.Path, life, _folder.Streams);
            var killAfter = random.Next(1, 8_000);
            while (checker.Counts[life] < killAfter)
            {
                Pass(subscription, ref checker, producer);
            }

            producer.Kill();
            while (subscription.Poll(ref checker, int.MaxValue) > 0)
            {
                subscription.Release(subscription.Position);
            }

            subscription.Release(subscription.Position);
            AssertCount(life, checker.Counts[life]);
        }
    }

    [Fact]
    public void Producers_and_consumers_killed_in_turn_hand_over_every_message_exactly_once()
    {
        var random = NewRandom(20_240_502);
        var journalPath = _folder.File("journal");
        var publication = SharedMemoryPublication.Open(_folder.Options(Producer.SourceId, Producer.CapacityBytes));
        var session = publication.SessionId;
        publication.Dispose();
        var life = 0;
        using var producer = new Restarted(() => Child.Start("produce", _folder.Path, life, _folder.Streams));
        using var consumer = new Restarted(() => Child.Start("consume", _folder.Path, StreamPath, journalPath));
        for (var kill = 0; kill < Kills; kill++)
        {
            var goal = Length(journalPath) + (random.Next(1, 5_000) * (long)Consumer.RecordBytes);
            Wait(() => Length(journalPath) >= goal, producer.Current, consumer.Current);
            if (random.Next(3) == 0)
            {
                life++;
                producer.KillAndRestart();
            }
            else
            {
                consumer.KillAndRestart();
            }
        }

        Wait(
            () => Consumer.Read(journalPath) is [.., var last] && last.Life == life,
            producer.Current, consumer.Current);
        producer.Current.Kill();
        WaitForTail(journalPath, consumer.Current);
        consumer.Current.Kill();
        AssertExactlyOnce(Consumer.Read(journalPath), session, life);
    }

    [Fact]
    public void The_lock_of_a_killed_producer_is_free_at_once()
    {
        var readyPath = _folder.File("ready");
        using var holder = Child.Start("hold", _folder.Streams, readyPath);
        Wait(() => File.Exists(readyPath), holder);

        var error = Assert.Throws<TransportException>(
            () => SharedMemoryPublication.Open(_folder.Options(Producer.SourceId)));
        Assert.Equal(TransportError.ProducerActive, error.Error);
        using var subscription = SharedMemorySubscription.Open(StreamPath, 0);
        Assert.True(subscription.IsProducerAlive());

        holder.Kill();
        Assert.False(subscription.IsProducerAlive());
        using var publication = SharedMemoryPublication.Open(_folder.Options(Producer.SourceId));
        Assert.True(publication.Offer([1]) > 0);
    }

    [Fact]
    public async Task A_closed_stream_can_be_opened_again_while_other_programs_are_being_started()
    {
        // between fork and exec a new process shares every open file, and with it the locks
        using var stop = new CancellationTokenSource();
        var starting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var program = Process.Start("true");
                program.WaitForExit();
            }
        });
        for (var i = 0; i < 800; i++)
        {
            using var publication = SharedMemoryPublication.Open(_folder.Options(Producer.SourceId));
            using var subscription = SharedMemorySubscription.Open(StreamPath);
        }

        await stop.CancelAsync();
        await starting;
    }

    [Fact]
    public void A_waiter_killed_in_its_sleep_leaves_a_doorbell_that_wakes_the_others()
    {
        var bellPath = _folder.File("doorbell");
        using (var doomed = Child.Start("sleep", bellPath))
        {
            Wait(() => File.Exists(bellPath + ".armed"), doomed);
            doomed.Kill();
        }

        File.Delete(bellPath + ".armed");
        using var bell = Doorbell.Open(bellPath);
        bell.Ring();
        using var sleeper = Child.Start("sleep", bellPath);
        Wait(() => File.Exists(bellPath + ".armed"), sleeper);
        bell.Ring();

        Assert.Equal(0, sleeper.ExitCode());
        Assert.True(File.Exists(bellPath + ".rung"));
    }

    private static void AssertExactlyOnce(JournalRecord[] records, uint session, int lastLife)
    {
        var next = new long[lastLife + 1];
        var position = 0L;
        var currentLife = 0;
        foreach (var record in records)
        {
            Assert.Equal(session, record.SessionId);
            Assert.True(record.Life >= currentLife, "a message of an earlier life came late");
            currentLife = record.Life;
            Assert.Equal(next[currentLife]++, record.Number);
            Assert.True(record.Position > position);
            position = record.Position;
        }

        Assert.Equal(lastLife, currentLife);
    }

    private static void Wait(Func<bool> condition, params Child[] alive)
    {
        while (!condition())
        {
            Assert.All(alive, child => Assert.False(child.HasExited, "a child ended by itself"));
            Thread.Sleep(1);
        }
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static void Pass(SharedMemorySubscription subscription, ref Checker checker, Child producer)
    {
        if (subscription.Poll(ref checker, 100) == 0)
        {
            Assert.False(producer.HasExited, "the producer ended by itself");
            Thread.Yield();
        }

        subscription.Release(subscription.Position);
    }

    private void WaitForTail(string journalPath, Child consumer)
    {
        // the producer is dead: its successor's position is the tail
        using var publication = SharedMemoryPublication.Open(_folder.Options(Producer.SourceId));
        Wait(() => Consumer.Read(journalPath) is [.., var last] && last.Position == publication.Position, consumer);
    }

    private void AssertCount(int life, long delivered)
    {
        var returned = BitConverter.ToInt64(File.ReadAllBytes(Producer.CountPath(_folder.Path, life)));
        output.WriteLine($"life {life}: {returned} offers returned, {delivered} messages arrived");
        Assert.InRange(delivered, returned, returned + 1);
    }

    private Random NewRandom(int seed)
    {
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    /// <summary>A role that is killed and played again by another process.</summary>
    private sealed class Restarted(Func<Child> start) : IDisposable
    {
        public Child Current { get; private set; } = start();

        public void KillAndRestart()
        {
            Current.Dispose();
            Current = start();
        }

        public void Dispose() => Current.Dispose();
    }

    private readonly struct Checker(long[] counts, byte[] scratch) : IFragmentHandler
    {
        public long[] Counts => counts;

        public void OnFragment(ReadOnlySpan<byte> fragment, long position)
        {
            var message = NumberedMessage.Read(fragment, scratch);
            Assert.Equal(counts[message.Life]++, message.Number);
        }
    }
}
