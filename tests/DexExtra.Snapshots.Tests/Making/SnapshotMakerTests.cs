using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Making;

namespace DexExtra.Snapshots.Tests.Making;

public sealed class SnapshotMakerTests
{
    [Fact]
    [Trait("rule", "JRN-16")]
    public void A_snapshot_is_the_engine_behind_the_last_published_batch_with_everything_a_start_needs()
    {
        var storage = new FaultyStorage();
        using var venue = new TestVenue(storage);
        venue.Play(40);

        var made = venue.Make();

        List<string> lines = [];
        var loaded = venue.LoadNewest(storage, lines, out var held);
        Assert.Empty(lines);
        Assert.Equal((120, 120, 120), (made!.Commands, loaded!.Header!.Sequence, held));
        Assert.Equal(venue.Hashes[120], loaded.Engine.StateHash());
        Assert.Equal(venue.Streams, loaded.Header.Streams);
        Assert.Equal(1_700_000_000_000_000_120, loaded.Header.TimestampNs);
        Assert.Equal(40, loaded.Header.Anchor.BatchNumber);
        Assert.Null(venue.Make());
    }

    // each life ends with a takeover that copies the batch which the snapshot before stands on
    [Fact]
    public void Snapshots_follow_each_other_over_restarts_of_the_engine_and_three_are_kept()
    {
        var storage = new FaultyStorage();
        using var venue = new TestVenue(storage);
        for (var life = 1; life <= 6; life++)
        {
            venue.Play(life);
            venue.Play(0);
            Assert.Equal(life * 3, venue.Make()!.Commands);
        }

        Assert.Equal(
            [SnapshotFormat.Name(30), SnapshotFormat.Name(45), SnapshotFormat.Name(63)],
            storage.ListFiles(venue.Folders.Snapshots));
        List<string> lines = [];
        Assert.Equal(venue.Hashes[63], venue.LoadNewest(storage, lines, out _)!.Engine.StateHash());
    }

    [Fact]
    public void A_batch_that_is_not_published_to_its_end_waits_for_the_next_snapshot()
    {
        var storage = new FaultyStorage();
        using var venue = new TestVenue(storage);
        venue.Play(10);
        Assert.Equal(27, venue.Make(29)!.Header.Sequence);
        Assert.Equal(30, venue.Make(30)!.Header.Sequence);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(60)]
    [Trait("rule", "P3")]
    public void Events_that_are_not_what_the_commands_give_stop_everything(long sequence)
    {
        var storage = new FaultyStorage();
        using var venue = new TestVenue(storage) { LieAt = sequence };
        venue.Play(10);
        if (sequence > 30)
        {
            Assert.NotNull(venue.Make());
        }

        venue.Play(10);
        var error = Assert.Throws<ProofFailedException>(() => venue.Make());
        Assert.Equal(sequence, error.Sequence);
        Assert.StartsWith($"PROOF FAILED (P3): sequence {sequence}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            sequence > 30 ? [SnapshotFormat.Name(30)] : [], storage.ListFiles(venue.Folders.Snapshots));
    }

    [Fact]
    public void A_command_log_that_ends_before_what_is_published_is_refused()
    {
        var storage = new FaultyStorage();
        using var venue = new TestVenue(storage);
        venue.Play(10);
        var error = Assert.Throws<RecoveryRefusedException>(() => venue.Make(31));
        Assert.Equal('H', error.Row.Letter);
    }

    [Fact]
    public void The_same_history_gives_the_same_file()
    {
        using var disk = new TestVenue();
        disk.Play(20);
        var first = EngineSnapshot.Fresh(SmallEngine.Options);
        var second = EngineSnapshot.Fresh(SmallEngine.Options);
        var storage = new FaultyStorage();
        foreach (var (engine, name) in new[] { (first, "/one"), (second, "/two") })
        {
            using var replay = new ProofReplay(
                engine, FileStorage.Instance, disk.Folders.Events, CancellationToken.None);
            var anchor = replay.Run(Journal.Storage.FileStorage.Instance, disk.Folders.Journal, 60)!.Value;
            SnapshotFile.Write(storage, name, Header(engine, replay, anchor), engine.Image);
        }

        Assert.Equal(Bytes(storage, "/one"), Bytes(storage, "/two"));
    }

    [Fact]
    public void Asked_to_stop_it_leaves_nothing_behind()
    {
        var storage = new FaultyStorage();
        using var venue = new TestVenue(storage);
        venue.Play(10);
        Assert.Throws<OperationCanceledException>(() => venue.Maker().Make(30, new CancellationToken(canceled: true)));
        Assert.Empty(storage.ListFiles(venue.Folders.Snapshots));
    }

    private static SnapshotHeader Header(EngineSnapshot engine, ProofReplay replay, CommandLogAnchor anchor) => new()
    {
        TimestampNs = replay.TimestampNs,
        StateHash = engine.Engine.StateHash(),
        HashSeed = engine.HashSeed,
        Anchor = anchor,
        EventCrc = replay.EventCrc,
        Streams = replay.Streams,
        Build = SnapshotBuild.Current,
    };

    private static byte[] Bytes(FaultyStorage storage, string path)
    {
        var bytes = new byte[storage.File(path).Length];
        _ = storage.File(path).Read(bytes, 0);
        return bytes;
    }
}
