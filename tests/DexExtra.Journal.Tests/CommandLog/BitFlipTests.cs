using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

/// <summary>Every single bit of a log flipped, one at a time: never silently another history.</summary>
public sealed class BitFlipTests
{
    private const string LogBytesVariable = "DEXEXTRA_JRN10_BYTES";
    private const int DefaultLogBytes = 12 << 10;

    // P11: durable batches are refused whatever bit is wrong; the last batch is cut, or refused when somebody saw it
    [Fact]
    [Trait("rule", "JRN-10")]
    [Trait("rule", "JRN-11")]
    public void Every_flipped_bit_is_refused_or_cut_per_table()
    {
        string? wanted = Environment.GetEnvironmentVariable(LogBytesVariable);
        int pages = (wanted is null ? DefaultLogBytes : int.Parse(wanted)) / CommandLogFormat.BatchAlignmentBytes;
        int segmentBytes = (pages + 1) * CommandLogFormat.BatchAlignmentBytes;
        CommandLogOptions options = Commands.Small with { SegmentBytes = segmentBytes };
        var storage = new FaultyStorage();
        long last = Commands.Write(storage, pages, options);
        string path = storage.Paths.Single(p => p.EndsWith(".journal", StringComparison.Ordinal));
        SimulatedFile file = storage.File(path);
        byte[] content = new byte[file.Length];
        Assert.Equal(content.Length, file.Read(content, 0));
        long beforeLast = BatchHeaderAt(content, pages - 1).FirstSequence - 1;
        for (int bit = 0; bit < content.Length * 8; bit++)
        {
            int page = bit / 8 / CommandLogFormat.BatchAlignmentBytes;
            Flip(file, content, bit);
            if (page < pages - 1)
            {
                CheckRefused(storage, path, BatchHeaderAt(content, page).FirstSequence, minimum: 0);
            }
            else
            {
                bool inBatch = page == pages - 1;
                RecoveryReport report = Recovery.Run(storage, Commands.Folder, 0);
                Assert.Equal(RecoveryOutcome.Cut, report.Outcome);
                Assert.Equal(inBatch ? beforeLast : last, report.LastSequence);
                if (inBatch)
                {
                    CheckRefused(storage, path, beforeLast + 1, minimum: last);
                }
            }
            file.Write(content.AsSpan(bit / 8, 1), bit / 8);
        }
        Assert.Equal(last, Commands.ReadAndCheck(storage).LastSequence);
    }

    // a takeover's batch was durable before its file had a name: any flip in it refuses
    [Fact]
    [Trait("rule", "JRN-11")]
    public void Every_flipped_bit_of_a_takeover_batch_is_refused()
    {
        var storage = new FaultyStorage();
        _ = Commands.Write(storage, 2);
        long last = Commands.Write(storage, 0);
        string path = storage.Paths.Single(p => p.EndsWith(".takeover.journal", StringComparison.Ordinal));
        SimulatedFile file = storage.File(path);
        byte[] content = new byte[CommandLogFormat.BatchAlignmentBytes];
        _ = file.Read(content, 0);
        for (int bit = 0; bit < content.Length * 8; bit++)
        {
            Flip(file, content, bit);
            CheckRefused(storage, path, BatchHeaderAt(content, 0).FirstSequence, minimum: 0);
            file.Write(content.AsSpan(bit / 8, 1), bit / 8);
        }
        Assert.Equal(last, Commands.ReadAndCheck(storage).LastSequence);
    }

    // the unused end of a segment that was full and rotated must be zero
    [Fact]
    [Trait("rule", "JRN-11")]
    public void A_flipped_bit_behind_the_last_batch_of_a_rotated_segment_is_refused()
    {
        var storage = new FaultyStorage();
        CommandLogOptions options = Commands.Small with { SegmentBytes = 12 << 10 };
        using (CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, options))
        {
            Commands.WriteBatch(writer);
            Commands.WriteBatch(writer);
            FillTwoPages(writer);
        }
        string path = storage.Paths.First(p => p.EndsWith(".journal", StringComparison.Ordinal));
        storage.File(path).Write([1], (8 << 10) + 77);
        RecoveryRefusedException refusal = Assert.Throws<RecoveryRefusedException>(
            () => Recovery.Run(storage, Commands.Folder, 0));
        Assert.Equal('K', refusal.Row.Letter);
        Assert.Equal((path, 8L << 10), (refusal.Path, refusal.Offset));
    }

    private static void FillTwoPages(CommandLogWriter writer)
    {
        while (writer.Append(writer.LastSequence + 1, Commands.For(writer.LastSequence + 1)))
        {
        }
        _ = writer.Sync();
    }

    private static void CheckRefused(FaultyStorage storage, string path, long sequence, long minimum)
    {
        try
        {
            RecoveryReport report = Recovery.Run(storage, Commands.Folder, minimum);
            Assert.Fail($"accepted with {report.LastSequence}, {report.Outcome}");
        }
        catch (RecoveryRefusedException e)
        {
            Assert.Equal((path, sequence), (e.Path, e.Sequence));
        }
    }

    private static void Flip(SimulatedFile file, byte[] content, int bit)
        => file.Write([(byte)(content[bit / 8] ^ (1 << (bit % 8)))], bit / 8);

    private static BatchHeader BatchHeaderAt(byte[] content, int page)
        => BatchCodec.ReadHeader(content.AsSpan(page * CommandLogFormat.BatchAlignmentBytes));
}
