using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

/// <summary>
/// Each refusing row of the recovery table, reached through real log files; P11: file, sequence, row.
/// </summary>
public sealed class RecoveryRefusalTests
{
    private readonly LogSurgeon _log = new();

    [Fact]
    public void The_untouched_log_is_clean()
    {
        RecoveryReport report = Commands.ReadAndCheck(_log.Storage);
        Assert.Equal(
            (RecoveryOutcome.Clean, _log.Last, 11L, 3),
            (report.Outcome, report.LastSequence, report.Batches, report.Segments));
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void A_batch_behind_the_beginning_of_the_next_segment_is_two_histories()
    {
        // the last segment begins one batch too early: its name says the fourth page of segment 2 is not there
        long first = _log.Header(2, 3).FirstSequence;
        _log.Rename(3, name => name with { FirstSequence = first });
        Refused('B', 2, first);
    }

    [Fact]
    public void A_takeover_segment_without_its_batch_is_refused()
    {
        string path = _log.TakeOver();
        _log.Storage.File(path).Write(new byte[LogSurgeon.PageBytes], 0);
        Refused('F', 4, _log.Header(3, 2).FirstSequence);
    }

    [Fact]
    public void Missing_batches_before_a_later_segment_are_refused()
    {
        _log.Zero(2, 3);
        Refused('G', 2, _log.Header(3, 0).FirstSequence - Count(_log.Header(1, 3)), anySequence: true);
    }

    [Fact]
    [Trait("rule", "JRN-13")]
    public void A_log_that_ends_before_a_consumers_cursor_is_refused()
    {
        Refused('H', 3, _log.Last + 1, minimum: _log.Last + 1);
        Assert.Equal(_log.Last, Recovery.Run(_log.Storage, Commands.Folder, _log.Last).LastSequence);
    }

    [Fact]
    [Trait("rule", "JRN-13")]
    public void An_empty_folder_is_refused_when_a_consumer_has_seen_anything()
    {
        RecoveryRefusedException refusal = Assert.Throws<RecoveryRefusedException>(
            () => Recovery.Run(new FaultyStorage(), Commands.Folder, 1));
        Assert.Equal('H', refusal.Row.Letter);
        Assert.Equal(
            "recovery refused: /log offset 0 sequence 1: the log ends before what a consumer has already seen: "
            + "durable data was lost [H: no segment file, a consumer has seen 1]",
            refusal.Message);
    }

    [Fact]
    public void Damage_proven_by_a_later_batch_is_refused()
    {
        long first = _log.Header(3, 1).FirstSequence;
        _log.Flip(3, 1, 90);
        Refused('J', 3, first);
    }

    [Fact]
    public void A_later_batch_that_proves_nothing_lets_the_tail_be_cut()
    {
        // batches 2 and 3 of the segment as if both were in flight together: neither proves the other durable
        long durable = _log.Header(3, 0).LastSequence;
        BatchHeader damaged = _log.Header(3, 1);
        _log.Reseal(3, 2, header => header with { DurableUpTo = durable });
        _log.Flip(3, 1, 90);
        RecoveryReport report = Recovery.Run(_log.Storage, Commands.Folder, durable);
        Assert.Equal((RecoveryOutcome.Cut, durable), (report.Outcome, report.LastSequence));
        Assert.Equal(damaged.FirstSequence, report.Cut!.Sequence);
    }

    [Fact]
    public void Damage_in_a_takeover_batch_is_refused()
    {
        string path = _log.TakeOver();
        _log.Storage.File(path).Write([0xFF], 100);
        Refused('L', 4, _log.Header(3, 2).FirstSequence);
    }

    [Fact]
    public void Damage_before_a_later_segment_is_refused()
    {
        long first = _log.Header(2, 3).FirstSequence;
        _log.Flip(2, 3, 2000);
        Refused('M', 2, first);
    }

    [Fact]
    public void Damage_of_a_batch_a_consumer_has_seen_is_refused()
    {
        long first = _log.Header(3, 2).FirstSequence;
        _log.Flip(3, 2, 100);
        Refused('N', 3, first, minimum: first);
        Assert.Equal(RecoveryOutcome.Cut, Recovery.Run(_log.Storage, Commands.Folder, first - 1).Outcome);
    }

    [Fact]
    public void A_gap_in_batch_numbers_or_sequences_is_refused()
    {
        _log.ForgeNext(header => header with { BatchNumber = header.BatchNumber + 1 });
        Refused('O', 3, _log.Last + 1);
        _log.ForgeNext(header => header with
        {
            FirstSequence = header.FirstSequence + 1,
            LastSequence = header.LastSequence + 1,
        });
        Refused('O', 3, _log.Last + 1);
    }

    [Fact]
    public void A_batch_that_chains_to_another_predecessor_is_refused()
    {
        _log.ForgeNext(header => header with { PreviousCrc = header.PreviousCrc ^ 1 });
        Refused('P', 3, _log.Last + 1);
    }

    [Fact]
    public void An_older_epoch_is_refused_in_the_log_and_from_the_options()
    {
        _log.ForgeNext(header => header with { Epoch = 0 });
        Refused('Q', 3, _log.Last + 1);

        var storage = new FaultyStorage();
        _ = Commands.Write(storage, 1, Commands.Small with { Epoch = 7 });
        RecoveryRefusedException refusal = Assert.Throws<RecoveryRefusedException>(
            () => CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small with { Epoch = 6 }));
        Assert.Equal('Q', refusal.Row.Letter);
        _ = Commands.Write(storage, 1, Commands.Small with { Epoch = 8 });
        Assert.Equal(8, Commands.ReadAndCheck(storage).Epoch);
    }

    [Fact]
    public void Another_format_version_is_refused()
    {
        _log.ForgeNext(header => header with { Version = 2 });
        Refused('S', 3, _log.Last + 1);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [Trait("rule", "JRN-12")]
    public void Swapped_segments_are_refused(int left, int right)
    {
        _log.Swap(left, right);
        Refused('R', left, _log.Header(right, 0).FirstSequence, anySequence: true);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [Trait("rule", "JRN-12")]
    public void A_segment_overwritten_by_a_copy_of_another_is_refused(int source, int target)
    {
        _log.Storage.Put(_log.PathOf(target), _log.File(source).Fork());
        Refused('R', target, 0, anySequence: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("rule", "JRN-12")]
    public void A_missing_segment_is_refused(int segment)
    {
        _log.Storage.Remove(_log.PathOf(segment));
        RecoveryRefusedException refusal = Refusal(0);
        Assert.Equal('T', refusal.Row.Letter);
        Assert.Contains($"segment {segment} is missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void A_missing_last_segment_is_refused_by_the_cursor()
    {
        _log.Storage.Remove(_log.PathOf(3));
        Refused('H', 2, 0, minimum: _log.Last, anySequence: true);
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void A_log_without_its_beginning_is_refused()
    {
        _log.Storage.Remove(_log.PathOf(3));
        _log.Storage.Remove(_log.PathOf(2));
        _log.Rename(1, name => name with { FirstSequence = 2 });
        Assert.Equal('T', Refusal(0).Row.Letter);
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void Two_files_with_one_number_or_an_unreadable_name_are_refused()
    {
        string twin = Path.Combine(Commands.Folder, new SegmentName(2, 5, IsTakeover: true).ToString());
        _log.Storage.Put(twin, _log.File(2).Fork());
        Assert.Equal('U', Refusal(0).Row.Letter);
        _log.Storage.Remove(twin);
        _log.Storage.Put("/log/0000000004-copy.journal", _log.File(2).Fork());
        Assert.Equal('U', Refusal(0).Row.Letter);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [Trait("rule", "JRN-12")]
    public void An_older_state_of_a_full_segment_is_refused(int segment, int pages)
    {
        for (int page = pages; page < 4; page++)
        {
            _log.Zero(segment, page);
        }
        Refused('G', segment, 0, anySequence: true);
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void An_older_state_of_the_last_segment_is_refused_by_the_cursor()
    {
        _log.Zero(3, 2);
        Refused('H', 3, 0, minimum: _log.Last, anySequence: true);
    }

    [Theory]
    [InlineData(2, 'R', 2)]
    [InlineData(4, 'B', 3)]
    [Trait("rule", "JRN-12")]
    public void A_segment_renamed_to_the_other_kind_is_refused(int segment, char letter, int refusedSegment)
    {
        _ = _log.TakeOver();
        _log.Rename(segment, name => name with { IsTakeover = !name.IsTakeover });
        Refused(letter, refusedSegment, 0, anySequence: true);
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void A_batch_written_to_the_wrong_page_is_refused()
    {
        _log.File(3).Write(_log.Page(3, 0), LogSurgeon.PageBytes);
        Refused('J', 3, 0, anySequence: true);
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void A_segment_of_another_log_is_refused_by_the_chain()
    {
        var other = new FaultyStorage();
        _ = Commands.Write(other, 11, Commands.Small with { Epoch = 2 });
        _log.Storage.Put(_log.PathOf(3), other.File(_log.PathOf(3)));
        Refused('P', 3, 0, anySequence: true);
    }

    private static long Count(BatchHeader header) => header.RecordCount;

    private RecoveryRefusedException Refusal(long minimum)
        => Assert.Throws<RecoveryRefusedException>(() => Recovery.Run(_log.Storage, Commands.Folder, minimum));

    private void Refused(char letter, int segment, long sequence, long minimum = 0, bool anySequence = false)
    {
        RecoveryRefusedException refusal = Refusal(minimum);
        Assert.Equal(letter, refusal.Row.Letter);
        Assert.Equal(_log.PathOf(segment), refusal.Path);
        if (!anySequence)
        {
            Assert.Equal(sequence, refusal.Sequence);
        }
        Assert.DoesNotContain('\n', refusal.Message);

        // and the writer refuses the same, leaving everything as it was
        string[] before = _log.Names();
        _ = Assert.Throws<RecoveryRefusedException>(
            () => CommandLogWriter.Open(_log.Storage, Commands.Folder, minimum, Commands.Small));
        Assert.Equal(before, _log.Names());
    }
}
