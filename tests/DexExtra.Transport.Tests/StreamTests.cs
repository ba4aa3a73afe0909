using DexExtra.Transport.Streams;

namespace DexExtra.Transport.Tests;

/// <summary>Offer, poll and release in one process.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Messages_arrive_whole_in_order_with_the_positions_offer_returned()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);

        long[] positions = [publication.Offer("one"u8), publication.Offer([]), publication.Offer(new byte[1000])];

        var messages = Collector.Drain(subscription);
        Assert.Equal([32, 64, 1088], positions);
        Assert.Equal(positions, messages.Select(message => message.Position));
        Assert.Equal("one"u8.ToArray(), messages[0].Message);
        Assert.Empty(messages[1].Message);
        Assert.Equal(new byte[1000], messages[2].Message);
        Assert.Equal(1088, publication.Position);
        Assert.Equal(1088, subscription.Position);
        Assert.Equal(publication.SessionId, subscription.SessionId);
        Assert.Equal(1u, subscription.SourceId);
    }

    [Fact]
    public void A_poll_stops_at_its_limit_and_goes_on_there()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        for (byte i = 0; i < 5; i++)
        {
            publication.Offer([i]);
        }

        var messages = new List<(byte[] Message, long Position)>();
        var collector = new Collector(messages);

        Assert.Equal(2, subscription.Poll(ref collector, 2));
        Assert.Equal(0, subscription.Poll(ref collector, 0));
        Assert.Equal(3, subscription.Poll(ref collector, 10));
        Assert.Equal(0, subscription.Poll(ref collector, 10));
        Assert.Equal([0, 1, 2, 3, 4], messages.Select(message => (int)message.Message[0]));
    }

    [Fact]
    public void The_producer_is_held_back_until_the_consumer_releases_not_until_it_polls()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        var offered = FillUp(publication);

        var messages = Collector.Drain(subscription);
        Assert.Equal(offered, messages.Count);
        Assert.Equal(PublicationResult.BackPressured, publication.Offer(new byte[100]));

        subscription.Release(messages[0].Position);
        Assert.True(publication.Offer(new byte[100]) > 0);
        Assert.Equal(PublicationResult.BackPressured, publication.Offer(new byte[100]));
    }

    [Fact]
    public void A_refused_offer_changes_nothing()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        var offered = FillUp(publication);
        var position = publication.Position;
        var before = File.ReadAllBytes(_folder.StreamPath(1));

        Assert.Equal(PublicationResult.BackPressured, publication.Offer(new byte[100]));
        var tooLong = new byte[publication.MaxMessageBytes + 1];
        Assert.Equal(PublicationResult.MaxMessageExceeded, publication.Offer(tooLong));

        Assert.Equal(position, publication.Position);
        Assert.Equal(before, File.ReadAllBytes(_folder.StreamPath(1)));
        Assert.Equal(offered, Collector.Drain(subscription).Count);
    }

    [Fact]
    public void The_longest_message_fits_at_every_offset_of_the_buffer()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        var longest = new byte[publication.MaxMessageBytes];
        new Random(1).NextBytes(longest);

        for (var i = 0; i < TransportLimits.MinCapacityBytes / FrameHeader.AlignmentBytes; i++)
        {
            Assert.True(publication.Offer(longest) > 0);
            var messages = Collector.Drain(subscription);
            Assert.Equal(longest, Assert.Single(messages).Message);
            subscription.Release(messages[0].Position);
            Assert.True(publication.Offer([1]) > 0);
            subscription.Release(Assert.Single(Collector.Drain(subscription)).Position);
        }
    }

    [Theory]
    [InlineData(-32)]
    [InlineData(31)]
    [InlineData(96)]
    public void Only_positions_handed_over_can_be_released(long position)
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        publication.Offer([1]);
        publication.Offer([2]);
        publication.Offer([3]);
        var collector = new Collector([]);
        subscription.Poll(ref collector, 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => subscription.Release(position));
        subscription.Release(64);
        subscription.Release(64);
        Assert.Throws<ArgumentOutOfRangeException>(() => subscription.Release(32));
        Assert.Equal(64, subscription.ReleasedPosition);
    }

    [Fact]
    public void A_handlers_exception_passes_through_and_the_next_message_follows()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        publication.Offer([1]);
        publication.Offer([2]);
        var throwing = default(ThrowingHandler);

        Assert.Throws<InvalidOperationException>(() => subscription.Poll(ref throwing, 10));

        Assert.Equal(32, subscription.Position);
        Assert.Equal([2], Assert.Single(Collector.Drain(subscription)).Message);
    }

    [Fact]
    public void A_disposed_end_says_so_instead_of_touching_unmapped_memory()
    {
        var publication = SharedMemoryPublication.Open(_folder.Options(1));
        var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        publication.Dispose();
        publication.Dispose();
        subscription.Dispose();
        subscription.Dispose();

        Assert.Equal(PublicationResult.Closed, publication.Offer([1]));
        Assert.Throws<ObjectDisposedException>(() => subscription.Release(0));
        Assert.Throws<ObjectDisposedException>(() => Collector.Drain(subscription));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TransportLimits.MinCapacityBytes - 1)]
    [InlineData(TransportLimits.MinCapacityBytes / 2)]
    [InlineData(TransportLimits.MinCapacityBytes * 3)]
    [InlineData(TransportLimits.MaxCapacityBytes * 2)]
    public void A_capacity_that_is_no_power_of_two_within_the_limits_is_refused(long capacityBytes)
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SharedMemoryPublication.Open(_folder.Options(1, capacityBytes)));
        Assert.False(Directory.Exists(_folder.Streams));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_clear_error()
    {
        File.WriteAllText(_folder.Streams, "in the way");

        var error = Assert.Throws<TransportException>(() => SharedMemoryPublication.Open(_folder.Options(1)));

        Assert.Equal(TransportError.SystemCallFailed, error.Error);
        Assert.Contains(_folder.Streams, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_stream_is_a_clear_error()
    {
        var error = Assert.Throws<TransportException>(() => SharedMemorySubscription.Open(_folder.StreamPath(1), 0));

        Assert.Equal(TransportError.SystemCallFailed, error.Error);
    }

    private static int FillUp(SharedMemoryPublication publication)
    {
        var offered = 0;
        long result;
        while ((result = publication.Offer(new byte[100])) > 0)
        {
            offered++;
        }

        Assert.Equal(PublicationResult.BackPressured, result);
        return offered;
    }

    private struct ThrowingHandler : IFragmentHandler
    {
        public readonly void OnFragment(ReadOnlySpan<byte> fragment, long position) =>
            throw new InvalidOperationException("planted");
    }
}
