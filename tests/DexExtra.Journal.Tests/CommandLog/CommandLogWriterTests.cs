using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

public sealed class CommandLogWriterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_survive_restarts_on_the_real_disk_with_background_preparation()
    {
        string log = _folder.Sub("a/journal");
        CommandLogOptions options = Commands.Small with { PrepareInBackground = true };
        long last = 0;
        for (int start = 0; start < 5; start++)
        {
            using CommandLogWriter writer = CommandLogWriter.Open(FileStorage.Instance, log, last, options);
            Assert.Equal(last, writer.LastSequence);
            for (int i = 0; i < 30; i++)
            {
                Commands.WriteBatch(writer);
            }
            last = writer.DurableSequence;
            Assert.Null(writer.PreparationFailure);
        }
        Assert.Equal(last, Commands.ReadAndCheck(FileStorage.Instance, log).LastSequence);
    }

    [Fact]
    public void Records_become_durable_at_the_sync_and_not_before()
    {
        var storage = new FaultyStorage();
        using CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small);
        Assert.Equal(0, writer.Sync());
        Assert.True(writer.Append(1, Commands.For(1)));
        Assert.True(writer.Append(2, Commands.For(2)));
        Assert.Equal((2, 0L, 2L), (writer.PendingRecords, writer.DurableSequence, writer.LastSequence));
        Assert.Equal(0, Recovery.Run(storage, Commands.Folder, 0).LastSequence);
        Assert.Equal(2, writer.Sync());
        Assert.Equal((0, 2L, 2L), (writer.PendingRecords, writer.DurableSequence, writer.LastSequence));
        Assert.Equal(2, Recovery.Run(storage, Commands.Folder, 0).LastSequence);
    }

    [Fact]
    public void A_full_batch_says_so_and_takes_the_record_after_the_sync()
    {
        var storage = new FaultyStorage();
        using CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small);
        byte[] largest = new byte[writer.MaxRecordBytes];
        Assert.True(writer.Append(1, largest));
        Assert.False(writer.Append(2, []));
        Assert.Equal(1, writer.LastSequence);
        _ = writer.Sync();
        Assert.True(writer.Append(2, []));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => writer.Append(3, new byte[largest.Length + 1]));
        Assert.Equal(2, writer.Sync());
        Assert.Equal(2, Recovery.Run(storage, Commands.Folder, 2).LastSequence);
    }

    [Fact]
    public void A_sequence_gap_or_repeat_is_refused()
    {
        using CommandLogWriter writer = CommandLogWriter.Open(new FaultyStorage(), Commands.Folder, 0, Commands.Small);
        Assert.True(writer.Append(1, []));
        _ = Assert.Throws<InvalidOperationException>(() => writer.Append(1, []));
        _ = Assert.Throws<InvalidOperationException>(() => writer.Append(3, []));
    }

    [Fact]
    public void A_second_writer_is_refused_until_the_first_is_gone()
    {
        string log = _folder.Sub("journal");
        using (CommandLogWriter.Open(FileStorage.Instance, log, 0, Commands.Small))
        {
            StorageException refusal = Assert.Throws<StorageException>(
                () => CommandLogWriter.Open(FileStorage.Instance, log, 0, Commands.Small));
            Assert.Equal(
                $"storage: lock of {log}/lock failed: EWOULDBLOCK (another writer has this folder open)",
                refusal.Message);
        }
        CommandLogWriter.Open(FileStorage.Instance, log, 0, Commands.Small).Dispose();
    }

    // JRN-07, JRN-08: the watermark stays, nothing is retried, no second sync ever, a restart is consistent
    [Theory]
    [InlineData("sync", Errno.InputOutput)]
    [InlineData("write", Errno.InputOutput)]
    [InlineData("write", Errno.NoSpace)]
    [InlineData("create", Errno.NoSpace)]
    [InlineData("rename", Errno.InputOutput)]
    [InlineData("syncfolder", Errno.InputOutput)]
    [Trait("rule", "JRN-07")]
    public void Every_refused_call_closes_the_log_for_good(string operation, int errno)
    {
        int surfaced = 0;
        for (int nth = 1; nth <= 40; nth++)
        {
            var storage = new FaultyStorage();
            using CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small);
            storage.Refusal = (operation, nth, errno);
            long acknowledged = 0;
            StorageException? failure = null;
            for (int i = 0; i < 60 && failure is null; i++)
            {
                try
                {
                    Commands.WriteBatch(writer);
                    acknowledged = writer.DurableSequence;
                }
                catch (StorageException e)
                {
                    failure = e;
                }
            }
            if (failure is null)
            {
                // fewer calls of this kind in the run than nth
                Assert.Equal(0, storage.RefusalsSeen);
                continue;
            }
            surfaced++;
            Assert.Equal((errno, acknowledged), (failure.Errno, writer.DurableSequence));
            StorageException later = Assert.Throws<StorageException>(() => writer.Sync());
            Assert.EndsWith("(the command log failed earlier)", later.Message, StringComparison.Ordinal);
            _ = Assert.Throws<StorageException>(() => writer.Append(writer.LastSequence + 1, []));
            Assert.Equal((acknowledged, 0), (writer.DurableSequence, storage.SyncsAfterRefusal));

            FaultyStorage restarted = storage.ForkCrashed(CrashMode.LoseUnsynced, new Random(nth));
            Assert.Equal(acknowledged, Commands.Write(restarted, 0));
        }
        Assert.True(surfaced >= 10, $"{surfaced} of 40");
    }

    [Fact]
    public void A_refused_preparation_in_the_background_is_told_ahead_and_fails_the_rotation()
    {
        var storage = new FaultyStorage();
        CommandLogOptions options = Commands.Small with { PrepareInBackground = true };
        storage.Refusal = ("create", 2, Errno.NoSpace);
        using CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, options);
        Assert.True(SpinWait.SpinUntil(() => writer.PreparationFailure is not null, TimeSpan.FromMinutes(1)));
        Assert.Equal(Errno.NoSpace, writer.PreparationFailure!.Errno);
        for (int i = 0; i < 4; i++)
        {
            Commands.WriteBatch(writer);
        }
        Assert.Equal(Errno.NoSpace, Assert.Throws<StorageException>(() => Commands.WriteBatch(writer)).Errno);
    }

    [Fact]
    public void Restarts_give_unused_space_back()
    {
        var storage = new FaultyStorage();
        for (int start = 0; start < 20; start++)
        {
            _ = Commands.Write(storage, start == 0 ? 3 : 0);
        }
        long used = storage.Paths.Sum(path => storage.File(path).Length);
        Assert.Equal((3 + 18) * CommandLogFormat.BatchAlignmentBytes + Commands.Small.SegmentBytes, used);
    }

    [Fact]
    public void A_batch_larger_than_the_new_segment_size_is_taken_over()
    {
        var storage = new FaultyStorage();
        CommandLogOptions large = Commands.Small with { SegmentBytes = 64 << 10, BatchBytes = 64 << 10 };
        using (CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, large))
        {
            for (long sequence = 1; sequence <= 600; sequence++)
            {
                Assert.True(writer.Append(sequence, Commands.For(sequence)));
            }
            _ = writer.Sync();
        }
        _ = Commands.Write(storage, 5);
        Assert.Equal(RecoveryOutcome.Clean, Commands.ReadAndCheck(storage).Outcome);
    }

    [Fact]
    public void Append_and_sync_allocate_nothing()
    {
        CommandLogOptions options = new()
        {
            SegmentBytes = 4 << 20,
            BatchBytes = 64 << 10,
            PrepareInBackground = false,
        };
        using CommandLogWriter writer = CommandLogWriter.Open(FileStorage.Instance, _folder.Sub("journal"), 0, options);
        byte[] record = new byte[200];
        for (int i = 0; i < 5; i++)
        {
            AppendAndSync(writer, record);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 500; i++)
        {
            AppendAndSync(writer, record);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Progress_reports_every_segment()
    {
        var storage = new FaultyStorage();
        _ = Commands.Write(storage, 11);
        List<CommandLogProgress> progress = [];
        var ignore = new Ignore();
        _ = CommandLogReader.Read(storage, Commands.Folder, ref ignore, progress.Add);
        Assert.Equal([(1, 3), (2, 3), (3, 3)], progress.Select(p => (p.SegmentsRead, p.SegmentsTotal)));
    }

    private static void AppendAndSync(CommandLogWriter writer, byte[] record)
    {
        _ = writer.Append(writer.LastSequence + 1, record);
        _ = writer.Append(writer.LastSequence + 1, record);
        _ = writer.Sync();
    }

    private readonly struct Ignore : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
        }
    }
}
