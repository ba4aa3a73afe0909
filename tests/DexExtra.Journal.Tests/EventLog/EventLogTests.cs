using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tests.EventLog;

public sealed class EventLogTests : IDisposable
{
    private static readonly EventLogOptions Small = new() { SegmentBytes = 4096, PrepareInBackground = false };

    private readonly TestFolder _folder = new();

    private string Log => _folder.Sub("events");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_come_back_in_order_across_segments()
    {
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        Fill(writer, 500);

        Assert.Equal(Expected(1, 500), ReadAll(0));
        Assert.True(Segments().Length > 10);
        Assert.Equal(500, writer.LastSequence);
    }

    [Fact]
    public void Reader_started_before_the_folder_exists_sees_every_record()
    {
        using EventLogReader reader = EventLogReader.Open(Log, 0);
        Assert.False(reader.TryRead(out _, out _));
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        Assert.False(reader.TryRead(out _, out _));
        for (long sequence = 1; sequence <= 300; sequence++)
        {
            writer.Append(sequence, Payloads.For(sequence));
            Assert.True(reader.TryRead(out long read, out ReadOnlySpan<byte> payload));
            Assert.Equal(sequence, read);
            Assert.True(payload.SequenceEqual(Payloads.For(sequence)));
            Assert.False(reader.TryRead(out _, out _));
        }
    }

    [Fact]
    public void Reader_resumes_behind_any_cursor()
    {
        using (EventLogWriter writer = EventLogWriter.Open(Log, Small))
        {
            Fill(writer, 200);
        }
        for (long cursor = 0; cursor <= 200; cursor++)
        {
            Assert.Equal(Expected(cursor + 1, 200), ReadAll(cursor));
        }
    }

    [Fact]
    public void Cursor_beyond_the_end_waits_and_then_starts_behind_it()
    {
        using EventLogReader reader = EventLogReader.Open(Log, 150);
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        List<(long, string)> records = [];
        var collector = new Collector(records);
        for (long sequence = 1; sequence <= 160; sequence++)
        {
            writer.Append(sequence, Payloads.For(sequence));
            _ = reader.Poll(ref collector, 10);
            Assert.Equal(Math.Max(150, sequence), reader.LastSequence);
        }
        Assert.Equal(Expected(151, 160), records);
    }

    [Fact]
    public void Poll_honours_its_limit()
    {
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        Fill(writer, 10);
        using EventLogReader reader = EventLogReader.Open(Log, 0);
        List<(long, string)> records = [];
        var collector = new Collector(records);
        Assert.Equal([4, 4, 2, 0], Enumerable.Range(0, 4).Select(_ => reader.Poll(ref collector, 4)));
        Assert.Equal(Expected(1, 10), records);
    }

    [Fact]
    public void Bytes_and_segment_names_do_not_depend_on_restarts_or_unfinished_records()
    {
        string other = _folder.Sub("other");
        using (EventLogWriter writer = EventLogWriter.Open(other, new EventLogOptions { SegmentBytes = 4096 }))
        {
            Fill(writer, 300);
        }
        for (long sequence = 1; sequence <= 300; sequence++)
        {
            // the size option counts only for a new log
            int optionBytes = sequence == 1 ? 4096 : 8192;
            using EventLogWriter writer = EventLogWriter.Open(Log, Small with { SegmentBytes = optionBytes });
            Assert.Null(writer.Damage);
            Assert.Equal(sequence - 1, writer.LastSequence);
            byte[] payload = Payloads.For(sequence);
            payload.CopyTo(writer.Claim(sequence, payload.Length));
            writer.Commit();
            if (sequence < 300)
            {
                // given up by the end of the process: must leave no trace, even where it made the log rotate
                writer.Claim(sequence + 1, (int)(sequence * 37 % writer.MaxPayloadBytes)).Fill(0xEE);
            }
        }
        Assert.Equal(Segments(other), Segments(Log));
        foreach (string name in Segments(Log))
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(other, name)), File.ReadAllBytes(Path.Combine(Log, name)));
        }
    }

    [Fact]
    public void Largest_record_fits_and_a_larger_one_is_refused()
    {
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        byte[] largest = new byte[writer.MaxPayloadBytes];
        Array.Fill(largest, (byte)7);
        writer.Append(1, largest);
        writer.Append(2, largest);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Append(3, new byte[writer.MaxPayloadBytes + 1]));
        string hex = Convert.ToHexString(largest);
        Assert.Equal([(1L, hex), (2L, hex)], ReadAll(0));
    }

    [Fact]
    public void A_sequence_gap_or_repeat_is_refused()
    {
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        writer.Append(1, [1]);
        Assert.Throws<InvalidOperationException>(() => writer.Append(1, [1]));
        Assert.Throws<InvalidOperationException>(() => writer.Append(3, [1]));
        Assert.Throws<InvalidOperationException>(writer.Commit);
        writer.Claim(2, 5);
        Assert.Throws<InvalidOperationException>(() => writer.Append(2, [1]));
    }

    [Fact]
    public void A_second_writer_is_refused_until_the_first_is_gone()
    {
        using (EventLogWriter.Open(Log, Small))
        {
            StorageException refusal = Assert.Throws<StorageException>(() => EventLogWriter.Open(Log, Small));
            Assert.Equal(Errno.WouldBlock, refusal.Errno);
            Assert.Contains("another writer has this folder open", refusal.Message, StringComparison.Ordinal);
        }
        EventLogWriter.Open(Log, Small).Dispose();
    }

    [Fact]
    public void Verify_tells_identical_different_and_not_present()
    {
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        Fill(writer, 100);
        foreach (long sequence in new long[] { 1, 2, 3, 100, 50, 51, 1 })
        {
            Assert.Equal(
                new VerifyResult(VerifyOutcome.Identical, -1), writer.Verify(sequence, Payloads.For(sequence)));
        }
        byte[] changed = Payloads.For(60);
        changed[9] ^= 1;
        Assert.Equal(new VerifyResult(VerifyOutcome.Different, 9), writer.Verify(60, changed));
        Assert.Equal(
            new VerifyResult(VerifyOutcome.Different, changed.Length),
            writer.Verify(60, [.. Payloads.For(60), 0]));
        Assert.Equal(new VerifyResult(VerifyOutcome.NotPresent, -1), writer.Verify(101, changed));
    }

    [Fact]
    public void Append_allocates_nothing()
    {
        using EventLogWriter writer = EventLogWriter.Open(Log, new EventLogOptions { SegmentBytes = 8 << 20 });
        byte[] payload = Payloads.For(40);
        writer.Append(1, payload);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long sequence = 2; sequence <= 10_000; sequence++)
        {
            writer.Append(sequence, payload);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Fill(EventLogWriter writer, long through)
    {
        for (long sequence = writer.LastSequence + 1; sequence <= through; sequence++)
        {
            writer.Append(sequence, Payloads.For(sequence));
        }
    }

    private static List<(long, string)> Expected(long first, long last)
        => [.. Enumerable.Range((int)first, (int)(last - first + 1))
            .Select(sequence => ((long)sequence, Convert.ToHexString(Payloads.For(sequence))))];

    private List<(long, string)> ReadAll(long afterSequence)
    {
        using EventLogReader reader = EventLogReader.Open(Log, afterSequence);
        List<(long, string)> records = [];
        var collector = new Collector(records);
        while (reader.Poll(ref collector, 7) > 0)
        {
        }
        return records;
    }

    private string[] Segments() => Segments(Log);

    private static string[] Segments(string folder)
        => [.. Directory.GetFiles(folder, "*.events").Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];
}
