using System.Text.RegularExpressions;
using DexExtra.Backup.Store;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Backup.Tests;

/// <summary>What a restore refuses, and points in time.</summary>
public sealed partial class RestoreTests : IDisposable
{
    private const int Commands = 400;
    private const int SnapshotAt = 300;

    private readonly RunningVenue _venue = new();
    private readonly string _data;

    public RestoreTests()
    {
        _data = _venue.In("elsewhere");
        _venue.Play(200);
        _venue.Restart();
        _venue.Play(SnapshotAt - 200);
        _venue.Snapshot();
        _venue.Play(Commands - SnapshotAt);
    }

    public void Dispose() => _venue.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(200)] // end of the first life: its last batch stands twice
    [InlineData(201)]
    [InlineData(299)]
    [InlineData(300)] // the snapshot's own
    [InlineData(301)]
    [InlineData(400)]
    public void A_point_in_time_has_the_state_that_the_commands_up_to_it_give(long to)
    {
        Assert.Equal(0, _venue.Create().Exit);
        var restored = _venue.Restore(_data, "--to", $"{to}");
        Assert.Equal((0, string.Empty), (restored.Exit, restored.Errors));
        Assert.Contains(
            $"commands 1 to {to} of {Commands}, state {RunningVenue.StateHashAt(to)}", restored.Output,
            StringComparison.Ordinal);
        Assert.Equal(to >= SnapshotAt, Directory.Exists(Path.Combine(_data, "snapshots")));
        Assert.Equal(to == Commands, Directory.Exists(Path.Combine(_data, "settlement", "outbox")));
        Assert.Equal(to == Commands, File.Exists(Path.Combine(_data, "gateway", "derived")));
        Assert.True(File.Exists(Path.Combine(_data, "config", "contracts.json")));
        Assert.Equal(to + 1, RunningVenue.GoOn(_data));
    }

    [Fact]
    public void A_cut_takes_the_later_lines_of_the_skip_list_back()
    {
        foreach (var sequence in new[] { 100, 350 })
        {
            SkipList.Add(FileStorage.Instance, _venue.Journal, Skipped(sequence));
        }

        Directory.Delete(Path.Combine(_venue.Data, "snapshots"), recursive: true);
        Assert.Equal(0, _venue.Create().Exit);
        Assert.Equal(0, _venue.Restore(_data, "--to", "349").Exit);
        Assert.Equal([100], Skips(_data));
        Assert.Equal(0, _venue.Restore(_venue.In("whole")).Exit);
        Assert.Equal([100, 350], Skips(_venue.In("whole")));
    }

    [Fact]
    public void A_point_behind_the_end_and_a_folder_in_use_are_refused()
    {
        Assert.Equal(0, _venue.Create().Exit);
        var behind = _venue.Restore(_data, "--to", $"{Commands + 1}");
        Assert.Equal(2, behind.Exit);
        Assert.Contains($"is behind the end of backup", behind.Errors, StringComparison.Ordinal);
        Directory.CreateDirectory(_data);
        File.WriteAllText(Path.Combine(_data, "mine"), "mine");
        var inUse = _venue.Restore(_data);
        Assert.Equal(1, inUse.Exit);
        Assert.Contains("is not empty", inUse.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_data, "mine")));
        File.Delete(Path.Combine(_data, "mine"));
        Assert.Equal(0, _venue.Restore(_data).Exit);
    }

    [Fact]
    public void An_interrupted_restore_is_begun_anew_and_foreign_files_are_left_alone()
    {
        Assert.Equal(0, _venue.Create().Exit);
        var beside = Directory.CreateDirectory(_data + ".restoring").FullName;
        File.WriteAllText(Path.Combine(beside, "foreign"), "foreign");
        Assert.Contains("is in the way", _venue.Restore(_data).Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(beside, "foreign")));
        File.WriteAllText(Path.Combine(beside, "restored.json"), "{}");
        Assert.Equal(0, _venue.Restore(_data).Exit);
        Assert.False(File.Exists(Path.Combine(_data, "foreign")));
        Assert.False(Directory.Exists(beside));
    }

    [Fact]
    [Trait("rule", "P11")]
    public void A_flipped_bit_in_any_file_of_the_backup_is_refused_by_name_and_hash()
    {
        Assert.Equal(0, _venue.Create().Exit);
        var random = new Random(11);
        foreach (var file in _venue.BackupFiles())
        {
            var bytes = File.ReadAllBytes(file);
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, damaged);
            var (exit, output, errors) = _venue.Restore(_data);
            Assert.Equal((1, string.Empty), (exit, output));
            Assert.Contains(file, errors, StringComparison.Ordinal);
            Assert.Matches(HashOrManifest(), errors);
            Assert.False(Directory.Exists(_data));
            Assert.Equal(1, RunningVenue.Run("verify", "--from", _venue.Backups).Exit);
            File.WriteAllBytes(file, bytes);
        }

        Assert.Equal(0, _venue.Restore(_data).Exit);
    }

    [Fact]
    public void A_missing_object_is_refused_by_name()
    {
        Assert.Equal(0, _venue.Create().Exit);
        var gone = _venue.BackupFiles()[0];
        File.Delete(gone);
        var (exit, _, errors) = _venue.Restore(_data);
        Assert.Equal(1, exit);
        Assert.Contains($"its object {gone} is missing", errors, StringComparison.Ordinal);
        Assert.Equal(0, _venue.Create().Exit);
        Assert.Equal(0, _venue.Restore(_data).Exit);
    }

    /// <summary>A manifest that says another state, with all its hashes right, as a build that replays otherwise.</summary>
    [Fact]
    [Trait("rule", "P3")]
    public void Another_state_than_the_one_backed_up_is_refused()
    {
        Assert.Equal(0, _venue.Create().Exit);
        var manifest = Manifest(out var path);
        File.WriteAllBytes(path, (manifest with
        {
            Head = manifest.Head with { StateHash = "0123456789abcdef" },
        }).Encode());
        var (exit, _, errors) = _venue.Restore(_data);
        Assert.Equal(1, exit);
        Assert.Contains("0123456789abcdef was backed up", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data));
    }

    [Fact]
    public void A_backup_of_another_build_is_restored_from_the_log_without_its_snapshots()
    {
        Assert.Equal(0, _venue.Create().Exit);
        var manifest = Manifest(out var path);
        File.WriteAllBytes(path, (manifest with
        {
            Head = manifest.Head with { Build = new string('7', 64) },
        }).Encode());
        Assert.Contains(
            $"state {RunningVenue.StateHashAt(Commands)}", _venue.Restore(_data).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_data, "snapshots")));
        Assert.Equal(Commands + 1, RunningVenue.GoOn(_data));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/outside")]
    [InlineData("config/../../outside")]
    [InlineData("config/contracts.json")] // a second time
    public void A_manifest_that_names_what_it_must_not_is_refused(string forged)
    {
        Assert.Equal(0, _venue.Create().Exit);
        var manifest = Manifest(out var path);
        var file = manifest.Files[0] with { Path = forged };
        File.WriteAllBytes(path, (manifest with { Files = [.. manifest.Files, file] }).Encode());
        var (exit, _, errors) = _venue.Restore(_data);
        Assert.Equal(1, exit);
        Assert.Contains("names a file twice, or one outside of the data folder", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data));
    }

    [Fact]
    public void A_log_without_its_last_segment_is_refused()
    {
        Assert.Equal(0, _venue.Create().Exit);
        var manifest = Manifest(out var path);
        var last = manifest.Files.Last(file => file.Path.EndsWith(".journal", StringComparison.Ordinal));
        File.WriteAllBytes(path, (manifest with { Files = [.. manifest.Files.Where(file => file != last)] }).Encode());
        Assert.Contains($"{Commands} expected", _venue.Restore(_data).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data));
    }

    private BackupManifest Manifest(out string path)
    {
        path = Directory.GetFiles(Path.Combine(_venue.Backups, "backups")).Single();
        return BackupManifest.Decode(Path.GetFileNameWithoutExtension(path), path, File.ReadAllBytes(path));
    }

    private static SkippedCommand Skipped(long sequence) => new()
    {
        Sequence = sequence,
        Command = "Deposit",
        CommandSha256 = SkipList.HashOf(RunningVenue.Command(sequence)),
        Reason = "test",
        Operator = "test",
        At = "2026-01-01T00:00:00Z",
        Failure = "test",
        StateHashBefore = "0",
        StateHashAfter = "0",
    };

    private static IEnumerable<long> Skips(string data) =>
        SkipList.Read(FileStorage.Instance, Path.Combine(data, "journal")).Commands.Select(command => command.Sequence);

    [GeneratedRegex("with hash [0-9a-f]{64} were backed up|its hash is not that of its lines")]
    private static partial Regex HashOrManifest();
}
