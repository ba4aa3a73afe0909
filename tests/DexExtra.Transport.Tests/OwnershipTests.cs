namespace DexExtra.Transport.Tests;

/// <summary>One producer and one consumer per stream; both can come back.</summary>
public sealed class OwnershipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_producer_is_refused_while_the_first_lives()
    {
        var first = SharedMemoryPublication.Open(_folder.Options(1));

        var error = Assert.Throws<TransportException>(() => SharedMemoryPublication.Open(_folder.Options(1)));
        Assert.Equal(TransportError.ProducerActive, error.Error);
        using var otherSource = SharedMemoryPublication.Open(_folder.Options(2));

        first.Dispose();
        using var second = SharedMemoryPublication.Open(_folder.Options(1));
        Assert.Equal(first.SessionId, second.SessionId);
    }

    [Fact]
    public void A_second_consumer_is_refused_while_the_first_lives()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        var first = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);

        var error = Assert.Throws<TransportException>(() => SharedMemorySubscription.Open(_folder.StreamPath(1), 0));
        Assert.Equal(TransportError.ConsumerActive, error.Error);

        first.Dispose();
        SharedMemorySubscription.Open(_folder.StreamPath(1), 0).Dispose();
    }

    [Fact]
    public void The_consumer_can_ask_whether_the_producer_lives_without_disturbing_it()
    {
        var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);

        Assert.True(subscription.IsProducerAlive());
        publication.Dispose();
        Assert.False(subscription.IsProducerAlive());
        using var next = SharedMemoryPublication.Open(_folder.Options(1));
        Assert.True(subscription.IsProducerAlive());
    }

    [Fact]
    public void A_producer_that_comes_back_goes_on_in_the_same_session_after_its_last_message()
    {
        long position;
        uint session;
        using (var first = SharedMemoryPublication.Open(_folder.Options(1)))
        {
            session = first.SessionId;
            first.Offer([1]);
            position = first.Offer([2]);
        }

        using var second = SharedMemoryPublication.Open(_folder.Options(1, TransportLimits.MinCapacityBytes * 4));
        Assert.Equal(session, second.SessionId);
        Assert.Equal(position, second.Position);
        second.Offer([3]);

        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        Assert.Equal([1, 2, 3], Collector.Drain(subscription).Select(message => (int)message.Message[0]));
    }

    [Fact]
    public void A_consumer_that_comes_back_gets_what_it_did_not_release_again()
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        for (byte i = 1; i <= 4; i++)
        {
            publication.Offer([i]);
        }

        using (var first = SharedMemorySubscription.Open(_folder.StreamPath(1), 0))
        {
            var messages = Collector.Drain(first);
            first.Release(messages[0].Position);
        }

        // message 2 was made safe but not released before the end
        using (var second = SharedMemorySubscription.Open(_folder.StreamPath(1), 64))
        {
            Assert.Equal([3, 4], Collector.Drain(second).Select(message => (int)message.Message[0]));
            Assert.Equal(64, second.ReleasedPosition);
        }

        using var third = SharedMemorySubscription.Open(_folder.StreamPath(1));
        Assert.Equal([3, 4], Collector.Drain(third).Select(message => (int)message.Message[0]));
    }

    [Theory]
    [InlineData(0, TransportError.PositionReleased)]
    [InlineData(32, TransportError.PositionReleased)]
    [InlineData(96, TransportError.PositionNotCommitted)]
    [InlineData(224, TransportError.PositionNotCommitted)]
    [InlineData(1 << 30, TransportError.PositionNotCommitted)]
    public void A_resume_position_that_no_message_ends_at_is_refused(long position, TransportError expected)
    {
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        publication.Offer([1]);
        publication.Offer([2]);
        publication.Offer(new byte[100]);
        using (var first = SharedMemorySubscription.Open(_folder.StreamPath(1), 0))
        {
            Collector.Drain(first);
            first.Release(64);
        }

        var error = Assert.Throws<TransportException>(
            () => SharedMemorySubscription.Open(_folder.StreamPath(1), position));
        Assert.Equal(expected, error.Error);
        SharedMemorySubscription.Open(_folder.StreamPath(1), 192).Dispose();
    }

    [Fact]
    public void A_removed_stream_begins_a_new_session_at_zero()
    {
        using var first = SharedMemoryPublication.Open(_folder.Options(1));
        first.Offer([1]);
        first.Dispose();
        File.Delete(_folder.StreamPath(1));

        using var second = SharedMemoryPublication.Open(_folder.Options(1));

        Assert.NotEqual(first.SessionId, second.SessionId);
        Assert.Equal(0, second.Position);
    }
}
