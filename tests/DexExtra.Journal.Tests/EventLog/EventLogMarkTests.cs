using System.Globalization;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tests.EventLog;

/// <summary>A log that is opened with a mark is verified from the mark's segment on.</summary>
public sealed class EventLogMarkTests : IDisposable
{
    private const int Records = 120;
    private const int Marked = 70;
    private static readonly EventLogOptions Small = new() { SegmentBytes = 4096, PrepareInBackground = false };

    private readonly TestFolder _folder = new();

    public EventLogMarkTests()
    {
        using (EventLogWriter writer = EventLogWriter.Open(Log, Small))
        {
            for (long sequence = 1; sequence <= Records; sequence++)
            {
                writer.Append(sequence, Payloads.For(sequence));
            }
        }

        Assert.True(Segments.Length > 3, "the mark needs segments before and behind its own");
    }

    private string Log => _folder.Sub("events");

    private string[] Segments => [.. Directory.GetFiles(Log, "*.events").Order()];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_log_is_continued_behind_its_end_from_every_mark()
    {
        for (long sequence = 1; sequence <= Records; sequence++)
        {
            using EventLogWriter writer = EventLogWriter.Open(Log, Small, MarkOf(sequence));
            Assert.Equal(
                (true, Records, null, 0L),
                (writer.HoldsMark, writer.LastSequence, writer.Damage, writer.ZeroedBytes));
            Assert.Equal(VerifyOutcome.Identical, writer.Verify(Records, Payloads.For(Records)).Outcome);
        }

        using (EventLogWriter writer = EventLogWriter.Open(Log, Small, MarkOf(Marked)))
        {
            writer.Append(Records + 1, Payloads.For(Records + 1));
        }

        CheckWhole(Records + 1);
    }

    [Fact]
    public void A_log_that_lost_a_mark_still_holds_those_before_its_damage()
    {
        EventLogMark[] marks = [.. Enumerable.Range(1, Records).Select(sequence => MarkOf(sequence))];
        long lastOfDamaged = long.Parse(Path.GetFileNameWithoutExtension(Segments[3]), CultureInfo.InvariantCulture) - 1;
        Flip(Segments[2], 100);
        using EventLogWriter writer = EventLogWriter.Open(Log, Small, marks[lastOfDamaged - 1]);
        Assert.False(writer.HoldsMark);
        Assert.InRange(writer.LastSequence, 1, Records - 1);
        Assert.All(marks, mark => Assert.Equal(mark.Sequence <= writer.LastSequence, writer.Holds(mark)));
        Assert.False(writer.Holds(marks[0] with { Crc = marks[0].Crc ^ 1 }));
    }

    [Fact]
    public void What_stands_before_the_marks_segment_is_left_alone()
    {
        EventLogMark mark = MarkOf(Marked);
        Flip(Segments[0], 100);
        using EventLogWriter writer = EventLogWriter.Open(Log, Small, mark);
        Assert.Equal((true, Records, null), (writer.HoldsMark, writer.LastSequence, writer.Damage));
    }

    [Fact]
    public void Damage_behind_the_mark_is_cut_and_written_again()
    {
        EventLogMark mark = MarkOf(Marked);
        Flip(Segments[^2], 100);
        using (EventLogWriter writer = EventLogWriter.Open(Log, Small, mark))
        {
            Assert.True(writer.HoldsMark);
            Assert.NotNull(writer.Damage);
            Assert.InRange(writer.LastSequence, Marked, Records - 1);
            for (long sequence = writer.LastSequence + 1; sequence <= Records; sequence++)
            {
                writer.Append(sequence, Payloads.For(sequence));
            }
        }

        CheckWhole(Records);
    }

    [Fact]
    public void Damage_before_the_mark_in_its_segment_gives_the_mark_up_and_the_whole_log_is_verified()
    {
        EventLogMark mark = MarkOf(Marked);
        Flip(SegmentOf(Marked), 100);
        using EventLogWriter writer = EventLogWriter.Open(Log, Small, mark);
        Assert.False(writer.HoldsMark);
        Assert.InRange(writer.LastSequence, 1, Marked - 1);
    }

    [Theory]
    [InlineData(Marked, 1)]
    [InlineData(Records + 1, 0)]
    public void A_mark_of_another_log_is_not_held_and_changes_nothing(long sequence, uint flip)
    {
        var mark = new EventLogMark(sequence, MarkOf(Marked).Crc ^ flip);
        using (EventLogWriter writer = EventLogWriter.Open(Log, Small, mark))
        {
            Assert.Equal((false, Records, null), (writer.HoldsMark, writer.LastSequence, writer.Damage));
        }

        CheckWhole(Records);
    }

    [Fact]
    public void A_missing_log_does_not_hold_a_mark()
    {
        EventLogMark mark = MarkOf(Marked);
        Directory.Delete(Log, recursive: true);
        using EventLogWriter writer = EventLogWriter.Open(Log, Small, mark);
        Assert.Equal((false, 0L), (writer.HoldsMark, writer.LastSequence));
    }

    [Fact]
    public void Syncing_a_range_changes_nothing_and_needs_the_segments_only()
    {
        EventLogSync.Run(FileStorage.Instance, Log, 1, Marked);
        EventLogSync.Run(FileStorage.Instance, Log, Marked, Records);
        CheckWhole(Records);
    }

    private EventLogMark MarkOf(long sequence)
    {
        using EventLogReader reader = EventLogReader.Open(Log, sequence - 1);
        Assert.True(reader.TryRead(out _, out _));
        return new EventLogMark(sequence, reader.LastCrc);
    }

    private string SegmentOf(long sequence)
        => Segments.Last(path => long.Parse(
            Path.GetFileNameWithoutExtension(path), System.Globalization.CultureInfo.InvariantCulture) <= sequence);

    private void CheckWhole(long records)
    {
        using EventLogReader reader = EventLogReader.Open(Log, 0);
        for (long sequence = 1; sequence <= records; sequence++)
        {
            Assert.True(reader.TryRead(out long found, out ReadOnlySpan<byte> payload));
            Assert.Equal(sequence, found);
            Assert.True(payload.SequenceEqual(Payloads.For(sequence)), $"record {sequence}");
        }

        Assert.False(reader.TryRead(out _, out _));
    }

    private static void Flip(string path, int offset)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[offset] ^= 0x10;
        File.WriteAllBytes(path, bytes);
    }
}
