using DexExtra.Transport.Streams;

namespace DexExtra.Transport.Tests;

public sealed class StreamDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_may_appear_after_its_directory()
    {
        var directory = new StreamDirectory(_folder.Streams);

        Assert.False(directory.Refresh());
        Assert.Empty(directory.Streams);
        using var publication = SharedMemoryPublication.Open(_folder.Options(7));
        Assert.True(directory.Refresh());
        Assert.Equal(
            [new StreamInfo(_folder.StreamPath(7), 7, publication.SessionId, StreamStatus.Ready)], directory.Streams);
        Assert.False(directory.Refresh());
    }

    [Fact]
    public void Streams_that_come_go_or_begin_a_new_session_are_seen_at_once()
    {
        var directory = new StreamDirectory(_folder.Streams);
        using var first = SharedMemoryPublication.Open(_folder.Options(1));
        using var second = SharedMemoryPublication.Open(_folder.Options(2));
        Assert.True(directory.Refresh());
        Assert.Equal([1u, 2u], directory.Streams.Select(stream => stream.SourceId));

        first.Dispose();
        File.Delete(_folder.StreamPath(1));
        Assert.True(directory.Refresh());
        Assert.Equal([2u], directory.Streams.Select(stream => stream.SourceId));

        using var third = SharedMemoryPublication.Open(_folder.Options(1));
        Assert.True(directory.Refresh());
        Assert.Equal(
            [third.SessionId, second.SessionId], directory.Streams.Select(stream => stream.SessionId));

        third.Dispose();
        File.Delete(_folder.StreamPath(1));
        using var fourth = SharedMemoryPublication.Open(_folder.Options(1));
        Assert.True(directory.Refresh());
        Assert.Equal(
            [fourth.SessionId, second.SessionId], directory.Streams.Select(stream => stream.SessionId));
    }

    [Fact]
    public void Damaged_and_stale_streams_are_named_as_such()
    {
        SharedMemoryPublication.Open(_folder.Options(1)).Dispose();
        using (var stale = StreamBuffer.Open(_folder.StreamPath(1)))
        {
            stale.Header.BootId = Guid.Empty;
            stale.Header.Crc = StreamHeader.ComputeCrc(stale.Header);
        }

        File.WriteAllText(_folder.StreamPath(2), "not a stream");
        File.WriteAllText(Path.Combine(_folder.Streams, "3.stream.new"), "not finished");
        var directory = new StreamDirectory(_folder.Streams);

        Assert.True(directory.Refresh());
        Assert.Equal(
            [(1u, StreamStatus.Stale), (0u, StreamStatus.Damaged)],
            directory.Streams.Select(stream => (stream.SourceId, stream.Status)));
    }
}
