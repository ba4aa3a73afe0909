using System.Text;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;

namespace DexExtra.Backup.Tests;

/// <summary>What a backup of a running venue holds, and what comes out of it.</summary>
public sealed class BackupTests : IDisposable
{
    private const int Commands = 400;

    private readonly RunningVenue _venue = new();

    public void Dispose() => _venue.Dispose();

    [Fact]
    [Trait("rule", "P1")]
    public void A_restore_has_every_published_command_and_the_same_events_byte_for_byte()
    {
        _venue.Play(Commands / 2);
        _venue.Restart();
        _venue.Play(Commands / 2);
        var made = _venue.Create();
        Assert.Equal((0, string.Empty), (made.Exit, made.Errors));
        Assert.Contains($"commands 1 to {Commands}, state {_venue.StateHash}", made.Output, StringComparison.Ordinal);
        _venue.Play(50);
        _venue.Stop();

        var data = _venue.In("elsewhere");
        var restored = _venue.Restore(data);
        Assert.Equal(0, restored.Exit);
        Assert.Contains(
            $"commands 1 to {Commands} of {Commands}, state {RunningVenue.StateHashAt(Commands)}", restored.Output,
            StringComparison.Ordinal);
        Assert.Equal(Frames(_venue.Events).Take(Commands), Frames(Path.Combine(data, "events")));
        var first = Path.GetFileName(Directory.GetFiles(_venue.Events, "*.events").Order().First());
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_venue.Events, first)), File.ReadAllBytes(Path.Combine(data, "events", first)));
        Assert.Equal(Commands + 1, RunningVenue.GoOn(data));
    }

    [Fact]
    public void It_ends_with_the_whole_durable_batch_that_holds_the_published_command()
    {
        _venue.Play(30);
        _venue.Sequence(5);
        _venue.Publish();
        _venue.Publish();
        Assert.Equal(32, _venue.Published);
        Assert.Contains(
            $"commands 1 to 35, state {RunningVenue.StateHashAt(35)}", _venue.Create().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_the_other_files_and_no_secret()
    {
        _venue.Play(30);
        Assert.Equal(0, _venue.Create().Exit);
        Assert.Equal(0, _venue.Restore(_venue.In("elsewhere")).Exit);
        Assert.Equal(
            [
                "config/contracts.json", "config/venue.saved.json", "gateway/derived", "journal/engine.options",
                "restored.json",
                "settlement/outbox/00000000000000000007-000.tx",
            ],
            Names(_venue.In("elsewhere")).Where(name => !name.EndsWith(".journal", StringComparison.Ordinal)
                && !name.StartsWith("events/", StringComparison.Ordinal)));
        foreach (var file in _venue.BackupFiles())
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain(RunningVenue.Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret of the operator", text, StringComparison.Ordinal);
        }

        var manifest = File.ReadAllText(_venue.BackupFiles()[^1]);
        Assert.Contains("keys: secrets are never in a backup", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_backup_copies_only_what_is_new()
    {
        _venue.Play(Commands);
        _venue.Create();
        var before = _venue.BackupFiles().ToDictionary(file => file, File.GetLastWriteTimeUtc);
        _venue.Play(6);
        var made = _venue.Create();
        Assert.Equal(0, made.Exit);
        Assert.Contains(" 1 copied with ", made.Output, StringComparison.Ordinal);
        var after = _venue.BackupFiles();
        Assert.Equal(2, after.Except(before.Keys).Count());
        Assert.All(before, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
        Assert.Equal(0, _venue.Restore(_venue.In("elsewhere")).Exit);
    }

    [Fact]
    public void Only_the_newest_are_kept_and_each_of_them_can_be_restored()
    {
        for (var round = 1; round <= 4; round++)
        {
            _venue.Play(90);
            Assert.Equal(0, _venue.Create("--keep", "2").Exit);
        }

        var names = Directory.GetFiles(Path.Combine(_venue.Backups, "backups")).Order()
            .Select(file => Path.GetFileNameWithoutExtension(file)).ToList();
        Assert.Equal(["270", "360"], names.Select(name => name[^3..]));
        foreach (var name in names)
        {
            var restored = _venue.Restore(_venue.In(name), "--backup", name);
            Assert.Contains(
                $"state {RunningVenue.StateHashAt(long.Parse(name[^3..]))}", restored.Output, StringComparison.Ordinal);
        }

        Assert.StartsWith("intact: 2 backups", RunningVenue.Run("verify", "--from", _venue.Backups).Output);
    }

    [Fact]
    public void What_an_interrupted_backup_left_is_no_backup_and_goes_with_the_next()
    {
        _venue.Play(60);
        Directory.CreateDirectory(Path.Combine(_venue.Backups, "objects"));
        Directory.CreateDirectory(Path.Combine(_venue.Backups, "backups"));
        string[] left = ["objects/partial", $"objects/{new string('a', 64)}", "backups/20260101T000000000Z-1.manifest.new"];
        foreach (var file in left)
        {
            File.WriteAllText(Path.Combine(_venue.Backups, file), "half of it");
        }

        var early = _venue.Restore(_venue.In("elsewhere"));
        Assert.Equal(1, early.Exit);
        Assert.Contains("holds no complete backup", early.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _venue.Create().Exit);
        Assert.False(File.Exists(Path.Combine(_venue.Backups, left[0])));
        Assert.False(File.Exists(Path.Combine(_venue.Backups, left[1])));
        Assert.Equal(0, _venue.Restore(_venue.In("elsewhere")).Exit);
    }

    [Fact]
    public void A_damaged_manifest_keeps_everything_where_it_is()
    {
        _venue.Play(60);
        _venue.Create();
        Flip(Directory.GetFiles(Path.Combine(_venue.Backups, "backups")).Single(), 10);
        _venue.Play(60);
        var objects = Directory.GetFiles(Path.Combine(_venue.Backups, "objects"));
        var made = _venue.Create("--keep", "2");
        Assert.Equal(0, made.Exit);
        Assert.Contains("nothing was removed", made.Errors, StringComparison.Ordinal);
        Assert.Empty(objects.Except(Directory.GetFiles(Path.Combine(_venue.Backups, "objects"))));
    }

    [Fact]
    public void A_snapshot_goes_along_and_starts_the_proof()
    {
        _venue.Play(300);
        _venue.Snapshot();
        _venue.Play(30);
        Assert.Contains($"state {RunningVenue.StateHashAt(330)}", _venue.Create().Output, StringComparison.Ordinal);
        var data = _venue.In("elsewhere");
        Assert.Equal(0, _venue.Restore(data).Exit);
        Assert.Equal(["snapshots/00000000000000000300.snapshot"], Names(data).Where(IsSnapshot));
        Assert.Equal(["snapshots/00000000000000000300.snapshot"], Names(_venue.Data).Where(IsSnapshot));
    }

    [Fact]
    public void Segments_that_are_only_in_the_archive_are_in_the_backup_and_a_restore_needs_no_snapshot()
    {
        using var venue = new RunningVenue(hasArchive: true);
        venue.Play(300);
        venue.Restart();
        venue.Play(100);
        venue.Snapshot();
        Assert.True(venue.ArchiveCommands() > 0);
        venue.Play(50);
        Assert.Equal(0, venue.Create().Exit);
        var data = venue.In("elsewhere");
        Assert.Contains($"state {RunningVenue.StateHashAt(450)}", venue.Restore(data).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(data, "journal", "archive.manifest")));
        Assert.Equal(451, RunningVenue.GoOn(data));
    }

    [Fact]
    public void A_new_build_replays_archive_and_log_where_the_old_build_left_only_its_snapshots()
    {
        using var venue = new RunningVenue(hasArchive: true);
        venue.Play(300);
        venue.Restart();
        venue.Play(100);
        ForgeBuild(venue.Snapshot());
        Assert.True(venue.ArchiveCommands() > 0);
        venue.Play(50);
        var made = venue.Create();
        Assert.Equal(0, made.Exit);
        Assert.Contains("written by build", made.Errors, StringComparison.Ordinal);
        Assert.Contains($"state {RunningVenue.StateHashAt(450)}", made.Output, StringComparison.Ordinal);
        Assert.Equal(0, venue.Restore(venue.In("elsewhere")).Exit);
        Assert.Equal(451, RunningVenue.GoOn(venue.In("elsewhere")));
    }

    [Fact]
    public void A_damaged_or_empty_log_gives_no_backup()
    {
        var empty = _venue.Create();
        Assert.Equal(1, empty.Exit);
        Assert.Contains("nothing to back up", empty.Errors, StringComparison.Ordinal);
        _venue.Play(400);
        Flip(Directory.GetFiles(_venue.Journal, "*.journal").Order().First(), 5_000);
        var damaged = _venue.Create();
        Assert.Equal(1, damaged.Exit);
        Assert.Contains("the command log is damaged", damaged.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_venue.Backups, "backups")));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        _venue.Play(30);
        Assert.Equal(2, RunningVenue.Run().Exit);
        Assert.Equal(2, RunningVenue.Run("create", "--into", _venue.Backups).Exit);
        Assert.Equal(2, _venue.Create("--keep", "0").Exit);
        Assert.Equal(2, _venue.Create("--frobnicate", "1").Exit);
        Assert.Equal(
            2, RunningVenue.Run("create", "--config", _venue.Config, "--into", Path.Combine(_venue.Data, "b")).Exit);
        Assert.Equal(2, RunningVenue.Run("create", "--config", _venue.In("none.json"), "--into", _venue.Backups).Exit);
    }

    private static bool IsSnapshot(string name) => name.EndsWith(".snapshot", StringComparison.Ordinal);

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(file => Path.GetFileName(file) != "lock")
            .Order(StringComparer.Ordinal);

    private static List<string> Frames(string events)
    {
        using var reader = EventLogReader.Open(events, 0);
        List<string> frames = [];
        while (reader.TryRead(out _, out var payload))
        {
            frames.Add(Convert.ToHexString(payload));
        }

        return frames;
    }

    private static void Flip(string path, long offset)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 0x10));
    }

    private static void ForgeBuild(Snapshots.Making.SnapshotReport made)
    {
        var loaded = Snapshots.EngineSnapshot.Load(FileStorage.Instance, made.Path, RunningVenue.Options);
        File.Delete(made.Path);
        var other = made.Header with { Build = new string('7', SnapshotBuild.Current.Length) };
        SnapshotFile.Write(FileStorage.Instance, made.Path, other, loaded.Image);
        Assert.Equal(other.Build, SnapshotFile.ReadHeader(FileStorage.Instance, made.Path).Build);
    }
}
