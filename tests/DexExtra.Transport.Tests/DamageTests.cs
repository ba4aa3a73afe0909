using DexExtra.Transport.Streams;

namespace DexExtra.Transport.Tests;

/// <summary>Files that are not what they should be, and what producers killed at any store leave behind.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_flipped_bit_of_the_identity_is_refused_by_both_ends()
    {
        SharedMemoryPublication.Open(_folder.Options(1)).Dispose();
        var path = _folder.StreamPath(1);
        var good = File.ReadAllBytes(path);
        for (var bit = 0; bit < 52 * 8; bit++)
        {
            var bad = (byte[])good.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, bad);
            var expected = bit / 8 is >= 8 and < 12 ? TransportError.UnsupportedVersion : TransportError.DamagedHeader;

            Assert.Equal(expected, Refusal(() => SharedMemorySubscription.Open(path, 0)));
            Assert.Equal(expected, Refusal(() => SharedMemoryPublication.Open(_folder.Options(1))));
        }

        File.WriteAllBytes(path, good);
        SharedMemoryPublication.Open(_folder.Options(1)).Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4096 + TransportLimits.MinCapacityBytes - 1)]
    [InlineData(4096 + TransportLimits.MinCapacityBytes + 1)]
    public void A_file_of_the_wrong_size_is_refused(long lengthBytes)
    {
        SharedMemoryPublication.Open(_folder.Options(1)).Dispose();
        using (var file = new FileStream(_folder.StreamPath(1), FileMode.Open))
        {
            file.SetLength(lengthBytes);
        }

        Assert.Equal(
            TransportError.DamagedHeader, Refusal(() => SharedMemorySubscription.Open(_folder.StreamPath(1), 0)));
        Assert.Equal(
            TransportError.DamagedHeader, Refusal(() => SharedMemoryPublication.Open(_folder.Options(1))));
    }

    [Theory]
    [InlineData(-32)]
    [InlineData(17)]
    public void An_impossible_released_position_is_refused(long released)
    {
        SharedMemoryPublication.Open(_folder.Options(1)).Dispose();
        WithRaw(stream => stream.Header.ReleasedPosition = released);

        Assert.Equal(
            TransportError.DamagedHeader, Refusal(() => SharedMemoryPublication.Open(_folder.Options(1))));
    }

    [Fact]
    public void A_stream_under_another_sources_name_is_refused()
    {
        SharedMemoryPublication.Open(_folder.Options(1)).Dispose();
        File.Move(_folder.StreamPath(1), _folder.StreamPath(2));

        Assert.Equal(
            TransportError.DamagedHeader, Refusal(() => SharedMemoryPublication.Open(_folder.Options(2))));
    }

    [Fact]
    public void A_stream_of_an_earlier_boot_is_refused_by_the_consumer_and_replaced_by_the_producer()
    {
        uint session;
        using (var publication = SharedMemoryPublication.Open(_folder.Options(1)))
        {
            session = publication.SessionId;
            publication.Offer([1]);
        }

        WithRaw(static stream =>
        {
            stream.Header.BootId = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
            stream.Header.Crc = StreamHeader.ComputeCrc(stream.Header);
        });

        Assert.Equal(
            TransportError.StaleBoot, Refusal(() => SharedMemorySubscription.Open(_folder.StreamPath(1), 0)));
        using var next = SharedMemoryPublication.Open(_folder.Options(1));
        Assert.NotEqual(session, next.SessionId);
        Assert.Equal(0, next.Position);
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        Assert.Empty(Collector.Drain(subscription));
    }

    [Theory]
    [InlineData(0, -5)]
    [InlineData(0, 15)]
    [InlineData(0, 1 << 20)]
    [InlineData(4, 3)]
    [InlineData(8, 64)]
    public void A_committed_frame_that_makes_no_sense_is_never_handed_over(int fieldOffset, int value)
    {
        using (var publication = SharedMemoryPublication.Open(_folder.Options(1)))
        {
            publication.Offer([1]);
            publication.Offer([2]);
        }

        WithRaw(stream => BitConverter.TryWriteBytes(FrameBytes(stream, 32)[fieldOffset..], value));
        using (var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0))
        {
            var collector = new Collector([]);
            Assert.Equal(1, subscription.Poll(ref collector, 1));
            Assert.Equal(TransportError.DamagedFrame, Refusal(() => Collector.Drain(subscription)));
        }

        Assert.Equal(TransportError.DamagedFrame, Refusal(() => SharedMemoryPublication.Open(_folder.Options(1))));
    }

    [Fact]
    public void A_producer_killed_after_any_store_leaves_the_whole_message_or_none()
    {
        const int MessageBytes = 40;
        var torn = new byte[MessageBytes];
        Array.Fill(torn, (byte)0xEE);
        var tail = DirtyLaps();
        for (var store = 0; store <= MessageBytes + 2; store++)
        {
            WithRaw(stream =>
            {
                var frame = FrameBytes(stream, tail);
                torn.AsSpan(0, Math.Min(store, MessageBytes)).CopyTo(frame[FrameHeader.SizeBytes..]);
                if (store > MessageBytes)
                {
                    BitConverter.TryWriteBytes(frame[4..], FrameHeader.DataType);
                }

                if (store > MessageBytes + 1)
                {
                    BitConverter.TryWriteBytes(frame[8..], tail);
                }
            });
            using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1));
            Assert.Empty(Collector.Drain(subscription));

            using var publication = SharedMemoryPublication.Open(_folder.Options(1));
            Assert.Equal(tail, publication.Position);
            var whole = BitConverter.GetBytes(store);
            tail = publication.Offer(whole);
            Assert.Equal(whole, Assert.Single(Collector.Drain(subscription)).Message);
            subscription.Release(tail);
        }
    }

    [Fact]
    public void What_an_earlier_lap_left_is_never_taken_for_a_message()
    {
        var tail = DirtyLaps();
        for (var round = 0; round < 3000; round++)
        {
            // each round ends at another offset, in front of another old frame
            using var publication = SharedMemoryPublication.Open(_folder.Options(1));
            Assert.Equal(tail, publication.Position);
            tail = publication.Offer(new byte[round % 97]);
            using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1));
            Assert.Equal(round % 97, Assert.Single(Collector.Drain(subscription)).Message.Length);
            subscription.Release(tail);
        }
    }

    private static Span<byte> FrameBytes(StreamBuffer stream, long position)
    {
        unsafe
        {
            return new Span<byte>(stream.Data + (position & (stream.CapacityBytes - 1)), 64);
        }
    }

    private static TransportError Refusal(Action action) => Assert.Throws<TransportException>(action).Error;

    /// <summary>Fills the buffer with old frames of all sizes and returns the tail; everything is released.</summary>
    private long DirtyLaps()
    {
        var random = new Random(11);
        using var publication = SharedMemoryPublication.Open(_folder.Options(1));
        using var subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), 0);
        for (var i = 0; i < 5000; i++)
        {
            publication.Offer(new byte[random.Next(0, 200)]);
            subscription.Release(Collector.Drain(subscription)[^1].Position);
        }

        return publication.Position;
    }

    private void WithRaw(Action<StreamBuffer> change)
    {
        using var stream = StreamBuffer.Open(_folder.StreamPath(1));
        change(stream);
    }
}
