using DexExtra.Journal.Archive;
using DexExtra.Journal.Inspection;
using DexExtra.Journal.Storage;

namespace DexExtra.Engine.Host.Tests;

/// <summary>
/// A disk that forgot durable data, with real files: what followers and streams know keeps the venue from giving
/// sequences out a second time (JRN-13, P11), and operators have a way on.
/// </summary>
[Trait("rule", "P11")]
public sealed class EvidenceTests : IDisposable
{
    private const int Deposits = 60;
    private readonly EngineUnderTest _engine = new();

    private string Cursors => Path.Combine(_engine.DataFolder, "cursors");

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_start_is_refused_when_a_follower_has_seen_more_than_both_logs_hold()
    {
        var last = await RunAsync();
        CursorFolder.Write(FileStorage.Instance, Cursors, new FollowerCursor("gateway", last - 2, last - 2));
        CursorFolder.Write(FileStorage.Instance, Cursors, new FollowerCursor("persistence", last, last - 30));
        var whole = Backup();
        CommandLogCut.Run(FileStorage.Instance, _engine.JournalFolder, last - 10);
        Directory.Delete(_engine.EventsFolder, recursive: true);
        Directory.Delete(_engine.StreamsFolder, recursive: true);
        var before = Contents(_engine.JournalFolder);

        var log = await RefusedAsync();
        Assert.Contains(
            $"the follower persistence has seen sequence {last}, the command log recovers up to {last - 10} only; "
            + "recovery refused: ",
            log,
            StringComparison.Ordinal);
        Assert.Contains("durable data was lost [H:", log, StringComparison.Ordinal);
        Assert.Equal(before, Contents(_engine.JournalFolder));

        // the way on: a copy of the log that reaches the cursor
        Directory.Delete(_engine.JournalFolder, recursive: true);
        Directory.Move(whole, _engine.JournalFolder);
        await _engine.StartAsync();
        using var tally = new EventTally(_engine.EventsFolder);
        await tally.WaitForDepositsAsync(Deposits);
    }

    [Fact]
    public async Task Cursors_at_or_below_the_log_and_damaged_ones_refuse_nothing()
    {
        var last = await RunAsync();
        CursorFolder.Write(FileStorage.Instance, Cursors, new FollowerCursor("persistence", last, last));
        await File.WriteAllTextAsync(
            Path.Combine(Cursors, "settlement"), "dexextra cursor 1 seen=9999 done=9999 crc=00000000\n",
            TestContext.Current.CancellationToken);
        await _engine.StartAsync();
        Assert.Equal(0, await _engine.StopAsync());
        Assert.Contains("a damaged cursor, it proves nothing", (await _engine.ExitAsync()).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_durable_batch_that_rotted_before_it_was_published_is_taken_again_from_its_stream()
    {
        await RunAsync();
        RotLastBatch();
        Directory.Delete(_engine.EventsFolder, recursive: true);
        var before = Contents(_engine.JournalFolder);

        var log = await RefusedAsync();
        Assert.Contains("durable data was lost: the stream of source 1 was released up to ", log, StringComparison.Ordinal);
        Assert.Contains("recovery cut: ", log, StringComparison.Ordinal);
        Assert.Equal(before, Contents(_engine.JournalFolder));

        var (exit, output, errors) = await JournalTool.RunAsync("rewind-streams", "--config", _engine.ConfigFile);
        Assert.True(exit == 0, errors);
        Assert.Contains("\"outcome\":\"REWOUND\"", output.Replace(": ", ":", StringComparison.Ordinal), StringComparison.Ordinal);
        await _engine.StartAsync();
        using var tally = new EventTally(_engine.EventsFolder);
        await tally.WaitForDepositsAsync(Deposits);
        Assert.Equal(Enumerable.Range(1, Deposits).Select(id => (ulong)id), tally.Deposits);
    }

    [Fact]
    public async Task What_a_producer_has_written_over_is_given_up_only_with_a_reason()
    {
        await RunAsync();
        RotLastBatch();
        Directory.Delete(_engine.EventsFolder, recursive: true);
        var stream = Assert.Single(Directory.GetFiles(_engine.StreamsFolder, "*.stream"));
        await using (var file = File.OpenWrite(stream))
        {
            file.Position = 4_096; // every frame, as a later lap would
            await file.WriteAsync(new byte[64 * 1024], TestContext.Current.CancellationToken);
        }

        await RefusedAsync();
        var (exit, _, errors) = await JournalTool.RunAsync("rewind-streams", "--config", _engine.ConfigFile);
        Assert.Equal(1, exit);
        Assert.Contains("--give-up --reason TEXT", errors, StringComparison.Ordinal);
        await RefusedAsync();
        (exit, _, errors) = await JournalTool.RunAsync(
            "rewind-streams", "--config", _engine.ConfigFile, "--give-up", "--reason", "ticket 7");
        Assert.True(exit == 0, errors);
        Assert.False(File.Exists(stream));
        await _engine.StartAsync();
        using var producer = new CommandProducer(_engine, 1);
        producer.Deposit(Deposits);
        using var tally = new EventTally(_engine.EventsFolder);
        await tally.WaitForDepositsAsync(Deposits);
    }

    /// <summary>
    /// Sixty deposits, no ticks, the last one in a batch of its own; returns the last sequence.
    /// </summary>
    private async Task<long> RunAsync()
    {
        _engine.WriteConfig(new { healthPort = _engine.Port, tickIntervalMs = 60_000 });
        await _engine.StartAsync();
        using var tally = new EventTally(_engine.EventsFolder);
        using (var producer = new CommandProducer(_engine, 1))
        {
            producer.ListAsset();
            for (var id = 1; id < Deposits; id++)
            {
                producer.Deposit((ulong)id);
            }

            await tally.WaitForDepositsAsync(Deposits - 1);
            producer.Deposit(Deposits);
            await tally.WaitForDepositsAsync(Deposits);
        }

        await _engine.KillAsync();
        return tally.Frames.Count;
    }

    private async Task<string> RefusedAsync()
    {
        _engine.Launch();
        var (exitCode, log) = await _engine.ExitAsync();
        Assert.Equal(74, exitCode);
        return log;
    }

    private void RotLastBatch()
    {
        LogItem? last = null;
        using (var cursor = new CommandLogCursor(FileStorage.Instance, _engine.JournalFolder))
        {
            while (cursor.MoveNext())
            {
                last = cursor.Current.Batch is null ? last : cursor.Current;
            }
        }

        using var file = File.Open(last!.Path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = last.Offset + 120;
        var value = file.ReadByte();
        file.Position = last.Offset + 120;
        file.WriteByte((byte)(value ^ 1));
    }

    private string Backup()
    {
        var copy = Path.Combine(_engine.DataFolder, "backup");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(_engine.JournalFolder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>The segments with their bytes: equal before and after means that nothing was changed.</summary>
    private static Dictionary<string, string> Contents(string folder) => Directory.GetFiles(folder, "*.journal")
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(
            System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
}
