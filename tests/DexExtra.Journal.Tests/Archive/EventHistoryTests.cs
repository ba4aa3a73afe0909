using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.EventLog;

namespace DexExtra.Journal.Tests.Archive;

/// <summary>Readers of the whole event log find what was archived, whenever it moves.</summary>
public sealed class EventHistoryTests : IDisposable
{
    private const int Records = 600;
    private readonly TestFolder _folder = new();

    private string Log => _folder.Sub("events");

    private string Archive => _folder.Sub("archive");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_reader_from_the_beginning_reads_archive_and_live_part_as_one_log()
    {
        Write();
        List<byte[]> before = ReadAll(FileStorage.Instance);
        IReadOnlyList<ArchivedSegment> moved = ArchiveUpTo(Records / 2);
        Assert.NotEmpty(moved);
        Assert.Throws<EventLogCorruptException>(() => ReadAll(FileStorage.Instance));
        Assert.Equal(before, ReadAll(EventHistory.Of(FileStorage.Instance, Log, Archive)));
    }

    [Fact]
    public void Segments_that_move_while_a_reader_is_before_them_are_not_missed()
    {
        Write();
        List<byte[]> before = ReadAll(FileStorage.Instance);
        List<byte[]> read = [];
        using EventLogReader reader = EventLogReader.Open(EventHistory.Of(FileStorage.Instance, Log, Archive), Log, 0);
        while (reader.TryRead(out long sequence, out ReadOnlySpan<byte> payload))
        {
            read.Add(payload.ToArray());
            if (sequence == 3)
            {
                Assert.NotEmpty(ArchiveUpTo(Records - 1));
            }
        }
        Assert.Equal(before, read);
    }

    [Fact]
    public void It_is_only_read_and_without_an_archive_there_is_nothing_to_add()
    {
        Assert.Same(FileStorage.Instance, EventHistory.Of(FileStorage.Instance, Log, null));
        IMappedStorage history = EventHistory.Of(FileStorage.Instance, Log, Archive);
        Assert.Throws<StorageException>(() => history.CreateMapped(Path.Combine(Log, "x"), 4_096));
        Assert.Throws<StorageException>(() => history.TryOpenMapped(Path.Combine(Log, "x"), writable: true));
        Assert.Throws<StorageException>(() => history.Delete(Path.Combine(Log, "x")));
        Assert.Empty(history.ListFiles(Log));
    }

    private IReadOnlyList<ArchivedSegment> ArchiveUpTo(long sequence)
        => new LogArchiver(FileStorage.Instance, new RetentionRules(), DateTime.UtcNow)
            .ArchiveEvents(Log, Archive, sequence);

    private void Write()
    {
        var options = new EventLogOptions { SegmentBytes = 16 * 1024 };
        using EventLogWriter log = EventLogWriter.Open(Log, options);
        for (long sequence = 1; sequence <= Records; sequence++)
        {
            log.Append(sequence, Payloads.For(sequence));
        }
    }

    private List<byte[]> ReadAll(IMappedStorage storage)
    {
        List<byte[]> read = [];
        using EventLogReader reader = EventLogReader.Open(storage, Log, 0);
        while (reader.TryRead(out _, out ReadOnlySpan<byte> payload))
        {
            read.Add(payload.ToArray());
        }
        return read;
    }
}
