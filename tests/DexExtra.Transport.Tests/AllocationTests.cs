namespace DexExtra.Transport.Tests;

/// <summary>Nothing is allocated once a stream is open.</summary>
public sealed class AllocationTests : IDisposable
{
    private const int Rounds = 20_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Offering_ringing_polling_and_releasing_allocate_nothing()
    {
        using var bell = Doorbell.Open(_folder.File("bell"));
        using var publication = SharedMemoryPublication.Open(_folder.Options(1) with { Doorbell = bell });
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        PassMessages(bell, publication, subscription);

        var before = GC.GetAllocatedBytesForCurrentThread();
        PassMessages(bell, publication, subscription);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task A_look_at_an_unchanged_folder_allocates_nothing()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        var directory = new StreamDirectory(_folder.Streams);
        directory.Refresh();
        await Task.Delay(TransportLimits.DirectorySettleMs + 100);
        directory.Refresh();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            directory.Refresh();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void PassMessages(
        Doorbell bell, SharedMemoryPublication publication, SharedMemorySubscription subscription)
    {
        var counter = default(Counter);
        Span<byte> message = stackalloc byte[100];
        for (var i = 0; i < Rounds; i++)
        {
            bell.Observe();
            if (publication.Offer(message) < 0 || subscription.Poll(ref counter, 10) != 1)
            {
                throw new InvalidOperationException("a message did not pass");
            }

            subscription.Release(subscription.Position);
        }
    }

    private struct Counter : IFragmentHandler
    {
        private int _count;

        public void OnFragment(ReadOnlySpan<byte> fragment, long position) => _count++;
    }
}
