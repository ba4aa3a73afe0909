using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

/// <summary>Reading that begins at a batch which a snapshot was taken behind.</summary>
[Trait("rule", "JRN-16")]
public sealed class AnchorTests
{
    private const int Seed = 20_262;

    [Fact]
    public void From_every_batch_of_a_log_with_rotations_and_takeovers_exactly_the_rest_is_read()
    {
        var storage = new FaultyStorage();
        List<CommandLogAnchor> anchors = [];
        foreach (int batches in new[] { 1, 0, 5, 0, 0, 9, 1, 1, 12 })
        {
            using CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small);
            for (int i = 0; i < batches; i++)
            {
                Commands.WriteBatch(writer);
                anchors.Add(EndOf(storage));
            }
        }

        RecoveryReport whole = Commands.ReadAndCheck(storage);
        Assert.Equal(Enumerable.Range(1, 29), anchors.Select(anchor => (int)anchor.BatchNumber));
        foreach (CommandLogAnchor anchor in anchors)
        {
            var rest = new Collector(anchor.LastSequence);
            RecoveryReport report = CommandLogReader.Read(
                storage, Commands.Folder, new CommandLogRange { After = anchor }, ref rest);
            Assert.Equal(whole.LastSequence, rest.Last);
            Assert.Equal(
                (whole.LastSequence, whole.Batches, whole.Epoch, whole.End, RecoveryOutcome.Clean),
                (report.LastSequence, report.Batches, report.Epoch, report.End, report.Outcome));
        }
    }

    [Fact]
    public void A_writer_opened_behind_an_anchor_continues_the_log()
    {
        for (int batches = 1; batches <= 11; batches++)
        {
            var storage = new FaultyStorage();
            long last = Commands.Write(storage, batches);
            CommandLogAnchor anchor = EndOf(storage);
            last = Commands.Write(storage, 3);
            using (CommandLogWriter writer = CommandLogWriter.Open(
                storage, Commands.Folder, new CommandLogRange { After = anchor, SeenByConsumer = last }, Commands.Small))
            {
                Assert.Equal(last, writer.DurableSequence);
                Commands.WriteBatch(writer);
                last = writer.DurableSequence;
            }

            Assert.Equal(last, Commands.ReadAndCheck(storage).LastSequence);
        }
    }

    [Fact]
    public void Damage_in_a_segment_before_the_anchor_is_not_looked_at_and_in_its_own_segment_it_is()
    {
        var surgeon = new LogSurgeon();
        CommandLogAnchor anchor = EndOf(surgeon.Storage);
        surgeon.Flip(segment: 1, page: 1, byteInPage: 90);
        Assert.Equal(surgeon.Last, Recover(surgeon, anchor).LastSequence);
        surgeon.Flip(segment: 3, page: 0, byteInPage: 90);
        Assert.Equal('W', Refused(surgeon, anchor).Row.Letter);
    }

    [Fact]
    public void A_log_that_ends_before_the_anchor_has_lost_durable_data()
    {
        var surgeon = new LogSurgeon();
        CommandLogAnchor anchor = EndOf(surgeon.Storage);
        surgeon.Zero(LogSurgeon.LastSegment, LogSurgeon.PagesInLast - 1);
        Assert.Equal('V', Refused(surgeon, anchor).Row.Letter);
    }

    [Fact]
    public void A_torn_batch_that_a_snapshot_holds_is_damage()
    {
        var surgeon = new LogSurgeon();
        CommandLogAnchor anchor = EndOf(surgeon.Storage);
        surgeon.Flip(LogSurgeon.LastSegment, LogSurgeon.PagesInLast - 1, 90);
        Assert.Equal('W', Refused(surgeon, anchor).Row.Letter);
    }

    [Fact]
    public void What_a_snapshot_holds_is_evidence_even_when_it_cannot_be_used()
    {
        var surgeon = new LogSurgeon();
        RecoveryRefusedException error = Assert.Throws<RecoveryRefusedException>(() => Recovery.Run(
            surgeon.Storage, Commands.Folder, new CommandLogRange { HeldBySnapshot = surgeon.Last + 1 }));
        Assert.Equal('V', error.Row.Letter);
        error = Assert.Throws<RecoveryRefusedException>(() => Recovery.Run(
            new FaultyStorage(), Commands.Folder, new CommandLogRange { HeldBySnapshot = 1 }));
        Assert.Equal('V', error.Row.Letter);
    }

    [Fact]
    public void A_batch_of_another_history_in_the_anchors_place_is_refused_whatever_differs()
    {
        var surgeon = new LogSurgeon();
        CommandLogAnchor anchor = EndOf(surgeon.Storage);
        CommandLogAnchor[] others =
        [
            anchor with { BatchNumber = anchor.BatchNumber + 1 },
            anchor with { FirstSequence = anchor.FirstSequence - 1 },
            anchor with { LastSequence = anchor.LastSequence - 1 },
            anchor with { Epoch = anchor.Epoch + 1 },
            anchor with { PayloadCrc = anchor.PayloadCrc ^ 1 },
            anchor with { PreviousCrc = anchor.PreviousCrc ^ 1 },
        ];
        foreach (CommandLogAnchor other in others)
        {
            Assert.Equal('X', Refused(surgeon, other).Row.Letter);
        }
    }

    // everything up to Through is published, so it is whole; what stands behind it may be half written
    [Fact]
    public void Beside_a_writer_whole_batches_up_to_the_published_end_are_read_whatever_stands_behind()
    {
        var random = new Random(Seed);
        var storage = new FaultyStorage();
        using CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small);
        CommandLogAnchor? last = null;
        int reads = 0;
        storage.OnCall = _ =>
        {
            long published = writer.DurableSequence;
            foreach (long through in new[] { published, Math.Max(0, published - 1) })
            {
                FaultyStorage now = storage.ForkCrashed(CrashMode.KeepAll, random);
                var range = new CommandLogRange { After = last, SeenByConsumer = through, Through = through };
                var rest = new Collector(last?.LastSequence ?? 0);
                RecoveryReport report = CommandLogReader.Read(now, Commands.Folder, range, ref rest);
                Assert.InRange(report.LastSequence, through - 2, through);
                Assert.True(through != published || report.LastSequence == published, $"{report.LastSequence}");
                reads++;
            }
        };
        for (int batch = 0; batch < 40; batch++)
        {
            Commands.WriteBatch(writer);
            if (batch % 7 == 3)
            {
                last = EndOf(storage);
            }
        }

        Assert.True(reads > 300, $"{reads} reads");
    }

    private static CommandLogAnchor EndOf(FaultyStorage storage)
        => Recovery.Run(storage, Commands.Folder, 0).End!.Value;

    private static RecoveryReport Recover(LogSurgeon surgeon, CommandLogAnchor anchor)
        => Recovery.Run(surgeon.Storage, Commands.Folder, new CommandLogRange { After = anchor });

    private static RecoveryRefusedException Refused(LogSurgeon surgeon, CommandLogAnchor anchor)
        => Assert.Throws<RecoveryRefusedException>(() => Recover(surgeon, anchor));

    private struct Collector(long after) : ICommandLogHandler
    {
        public long Last { get; private set; } = after;

        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
            Assert.Equal(Last + 1, sequence);
            Assert.True(record.SequenceEqual(Commands.For(sequence)), $"record {sequence}");
            Last = sequence;
        }
    }
}
