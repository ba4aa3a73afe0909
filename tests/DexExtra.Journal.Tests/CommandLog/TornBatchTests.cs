using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

/// <summary>
/// The last write before a crash arrives in any part: the log ends exactly before it or exactly behind it.
/// </summary>
public sealed class TornBatchTests(ITestOutputHelper output)
{
    private const int Seed = 5;
    private const int RandomSubsets = 20_000;
    private static readonly CommandLogOptions Options =
        Commands.Small with { SegmentBytes = 32 << 10, BatchBytes = 16 << 10 };

    [Fact]
    [Trait("rule", "JRN-05")]
    public void Every_byte_prefix_of_the_last_batch_is_cut_or_complete()
    {
        TornLog log = TornLog.Make();
        for (int kept = 0; kept <= log.Batch.Length; kept++)
        {
            log.Check([.. log.Batch.AsSpan(0, kept), .. new byte[log.Batch.Length - kept]]);
        }
    }

    [Fact]
    [Trait("rule", "JRN-05")]
    public void Every_subset_of_the_last_batchs_sectors_is_cut_or_complete()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        TornLog log = TornLog.Make();
        int sectors = log.Batch.Length / SimulatedFile.SectorBytes;
        byte[] torn = new byte[log.Batch.Length];
        for (int round = 0; round < RandomSubsets; round++)
        {
            long kept = random.NextInt64(1L << sectors);
            for (int sector = 0; sector < sectors; sector++)
            {
                Span<byte> target = torn.AsSpan(sector * SimulatedFile.SectorBytes, SimulatedFile.SectorBytes);
                target.Clear();
                if ((kept >> sector & 1) != 0)
                {
                    log.Batch.AsSpan(sector * SimulatedFile.SectorBytes, SimulatedFile.SectorBytes).CopyTo(target);
                }
            }
            log.Check(torn);
        }
    }

    // the remains must not come back when the log goes on over them
    [Fact]
    [Trait("rule", "JRN-05")]
    public void A_cut_batch_stays_cut_after_the_log_went_on()
    {
        TornLog log = TornLog.Make();
        byte[] torn = [.. log.Batch];
        torn[5000] ^= 0x40;
        log.File.Write(torn, log.Offset);
        using (CommandLogWriter writer = CommandLogWriter.Open(log.Storage, Commands.Folder, log.Last, Options))
        {
            Assert.Equal(RecoveryOutcome.Cut, writer.Report.Outcome);
            Commands.WriteBatch(writer);
        }
        Assert.Equal(RecoveryOutcome.Clean, Commands.ReadAndCheck(log.Storage).Outcome);

        // a disk that answers differently later: the whole old batch is back, the takeover still rules
        log.File.Write(log.Batch, log.Offset);
        long expected = log.Last + 1 + (log.Last % 3);
        Assert.Equal(expected, Commands.ReadAndCheck(log.Storage).LastSequence);
    }

    /// <summary>A log of two small batches, and the bytes of a third of 12 KiB that is not written yet.</summary>
    private sealed class TornLog
    {
        public required FaultyStorage Storage { get; init; }

        public required string Path { get; init; }

        public required SimulatedFile File { get; init; }

        public required byte[] Batch { get; init; }

        public required long Offset { get; init; }

        /// <summary>Last sequence before the batch.</summary>
        public required long Last { get; init; }

        public static TornLog Make()
        {
            var storage = new FaultyStorage();
            using CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, Options);
            Commands.WriteBatch(writer);
            Commands.WriteBatch(writer);
            long last = writer.DurableSequence;
            for (int i = 0; i < 140; i++)
            {
                Assert.True(writer.Append(writer.LastSequence + 1, Commands.For(writer.LastSequence + 1)));
            }
            _ = writer.Sync();
            string path = storage.Paths.Single(p => p.EndsWith(".journal", StringComparison.Ordinal));
            SimulatedFile file = storage.File(path);
            byte[] batch = new byte[12 << 10];
            const int Offset = 8 << 10;
            Assert.Equal(batch.Length, file.Read(batch, Offset));
            Assert.True(batch.AsSpan(8 << 10).ContainsAnyExcept((byte)0));
            return new TornLog
            {
                Storage = storage,
                Path = path,
                File = file,
                Batch = batch,
                Offset = Offset,
                Last = last,
            };
        }

        public void Check(byte[] torn)
        {
            File.Write(torn, Offset);
            bool complete = torn.AsSpan().SequenceEqual(Batch);
            bool nothing = !torn.AsSpan().ContainsAnyExcept((byte)0);
            RecoveryReport report = Commands.ReadAndCheck(Storage);
            Assert.Equal(complete ? Last + 140 : Last, report.LastSequence);
            Assert.Equal(complete || nothing ? RecoveryOutcome.Clean : RecoveryOutcome.Cut, report.Outcome);
            if (!complete && !nothing)
            {
                Assert.Equal((Path, Offset, Last + 1), (report.Cut!.Path, report.Cut.Offset, report.Cut.Sequence));
                int end = torn.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
                Assert.Equal(end, report.Cut.DroppedBytes);
            }
        }
    }
}
