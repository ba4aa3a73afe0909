using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Making;

namespace DexExtra.Engine.Host.Tests;

/// <summary>P12: a start from a snapshot has everything that a start from the whole log has.</summary>
[Trait("rule", "JRN-16")]
public sealed class SnapshotStartTests : IDisposable
{
    private readonly EngineUnderTest _engine = new();
    private ulong _deposits = 100;

    private string Snapshots => Path.Combine(_engine.DataFolder, "snapshots");

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Streams_continue_exactly_where_they_were_and_the_events_stay_what_the_commands_give()
    {
        await _engine.StartAsync();
        using (var producer = new CommandProducer(_engine, 1))
        {
            producer.ListAsset();
            Deposit(producer, 1, 200);
            await WaitForAsync(200);
            await _engine.KillAsync();
            var snapshot = MakeSnapshot();
            Deposit(producer, 201, 300); // wait in the stream for the next engine

            await _engine.StartAsync();
            await WaitForAsync(300);
            await _engine.StopAsync();
            var (_, log) = await _engine.ExitAsync();
            Assert.Contains($"began with the snapshot of sequence {snapshot}", log, StringComparison.Ordinal);
            await _engine.StartAsync();
            Deposit(producer, 301, 310);
            await WaitForAsync(310);
        }

        await _engine.StopAsync();
        Assert.True(MakeSnapshot() > 0); // compares every event behind the first snapshot
        Directory.Delete(Snapshots, recursive: true);
        Assert.True(MakeSnapshot() > 0); // and every event from the first
    }

    [Fact]
    public async Task Damaged_snapshots_are_one_line_each_and_the_log_alone_gives_the_same()
    {
        await RunDepositsAsync();
        MakeSnapshot();
        var file = Assert.Single(Directory.GetFiles(Snapshots, "*.snapshot"));
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var log = await StartDepositAndStopAsync();
        Assert.Contains($"snapshot: {file} offset", log, StringComparison.Ordinal);
        Assert.DoesNotContain("began with the snapshot", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotten_newest_snapshot_is_one_line_and_the_one_before_it_is_used()
    {
        var (older, newest) = await RunWithTwoSnapshotsAsync();
        var file = Directory.GetFiles(Snapshots, $"*{newest}.snapshot").Single();
        Turn(file, new FileInfo(file).Length / 2);

        var log = await StartDepositAndStopAsync();
        Assert.Equal(1, Occurrences(log, $"snapshot: {file} offset"));
        Assert.Contains($"began with the snapshot of sequence {older}", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotten_frame_that_the_newest_snapshot_names_costs_that_snapshot_only()
    {
        var (older, newest) = await RunWithTwoSnapshotsAsync();
        var before = Frames();
        var segment = Directory.GetFiles(_engine.EventsFolder, "*.events").Single();
        Turn(segment, OffsetOf(newest));

        var log = await StartDepositAndStopAsync();
        Assert.Equal(1, Occurrences(log, $"event log: {segment} offset"));
        Assert.Equal(1, Occurrences(log, $"sequence {newest}: record checksum mismatch; zeroed from there on"));
        Assert.Equal(1, Occurrences(log, $"does not hold sequence {newest} of the snapshot: it is not used"));
        Assert.Contains($"began with the snapshot of sequence {older}", log, StringComparison.Ordinal);
        Assert.Equal(before, Frames().Take(before.Count));
    }

    // an older snapshot needs more of the command log, never less: nothing is left to try
    [Fact]
    public async Task A_rotten_command_log_before_the_batch_that_a_snapshot_names_refuses_to_start()
    {
        await RunWithTwoSnapshotsAsync();
        var segment = Directory.GetFiles(_engine.JournalFolder, "*.journal").Order().Last();
        const long firstRecord = 4_096 + 96;
        Turn(segment, firstRecord); // of the batch that the last start took over
        var before = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);

        _engine.Launch();
        var (exitCode, log) = await _engine.ExitAsync();
        Assert.Equal(74, exitCode);
        Assert.Equal(1, Occurrences(log, $"recovery refused: {segment} offset 0 sequence "));
        Assert.Contains("[L: payload checksum mismatch]", log, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_its_event_log_a_snapshot_is_not_used_and_every_frame_is_written_again()
    {
        await RunDepositsAsync();
        MakeSnapshot();
        var before = Frames();
        Directory.Delete(_engine.EventsFolder, recursive: true);

        var log = await StartDepositAndStopAsync();
        Assert.Contains("the whole command log is replayed", log, StringComparison.Ordinal);
        Assert.Equal(before, Frames().Take(before.Count));
    }

    [Fact]
    public async Task A_log_that_ends_before_a_snapshot_refuses_to_start()
    {
        await RunDepositsAsync();
        MakeSnapshot();
        Directory.Delete(Path.Combine(_engine.DataFolder, "journal"), recursive: true);
        Directory.Delete(_engine.EventsFolder, recursive: true);

        _engine.Launch();
        var (exitCode, log) = await _engine.ExitAsync();
        Assert.Equal(74, exitCode);
        Assert.Contains("durable data was lost [V:", log, StringComparison.Ordinal);
    }

    private static void Deposit(CommandProducer producer, ulong first, ulong last)
    {
        for (var id = first; id <= last; id++)
        {
            producer.Deposit(id);
        }
    }

    private async Task RunDepositsAsync()
    {
        await _engine.StartAsync();
        using var producer = new CommandProducer(_engine, 1);
        producer.ListAsset();
        Deposit(producer, 1, _deposits);
        await WaitForAsync((int)_deposits);
        Assert.Equal(0, await _engine.StopAsync());
    }

    private async Task<(long Older, long Newest)> RunWithTwoSnapshotsAsync()
    {
        await RunDepositsAsync();
        var older = MakeSnapshot();
        await StartDepositAndStopAsync();
        return (older, MakeSnapshot());
    }

    private async Task<string> StartDepositAndStopAsync()
    {
        await _engine.StartAsync();
        using (var producer = new CommandProducer(_engine, 1))
        {
            producer.Deposit(++_deposits);
            await WaitForAsync((int)_deposits);
        }

        Assert.Equal(0, await _engine.StopAsync());
        return (await _engine.ExitAsync()).Log;
    }

    private async Task WaitForAsync(int deposits)
    {
        using var tally = new EventTally(_engine.EventsFolder);
        await tally.WaitForDepositsAsync(deposits);
        Assert.Equal(Enumerable.Range(1, deposits).Select(id => (ulong)id), tally.Deposits);
    }

    /// <summary>Where the payload of a frame stands in a log of one segment.</summary>
    private long OffsetOf(long sequence)
    {
        const int headerBytes = 64;
        const int recordHeaderBytes = 16;
        var offset = headerBytes;
        using var reader = EventLogReader.Open(_engine.EventsFolder, 0);
        while (reader.TryRead(out var at, out var payload) && at < sequence)
        {
            offset += (recordHeaderBytes + payload.Length + 7) / 8 * 8;
        }

        return offset + recordHeaderBytes;
    }

    private static void Turn(string path, long offset)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 1));
    }

    private static int Occurrences(string log, string text) => log.Split(text).Length - 1;

    private List<byte[]> Frames()
    {
        using var tally = new EventTally(_engine.EventsFolder);
        tally.ReadAll();
        return tally.Frames;
    }

    /// <summary>What the checkpoint process does; returns the sequence.</summary>
    private long MakeSnapshot()
    {
        using var folder = new SnapshotFolder(FileStorage.Instance, Snapshots).Lock();
        using var reader = EventLogReader.Open(_engine.EventsFolder, 0);
        while (reader.TryRead(out _, out _))
        {
        }

        var folders = new VenueFolders(Path.Combine(_engine.DataFolder, "journal"), _engine.EventsFolder, Snapshots);
        var maker = new SnapshotMaker(FileStorage.Instance, folders, new EngineOptions(), line => Assert.Fail(line));
        return maker.Make(reader.LastSequence, CancellationToken.None)!.Header.Sequence;
    }
}
