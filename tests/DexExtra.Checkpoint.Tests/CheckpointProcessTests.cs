using System.Text.Json;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Tests;

namespace DexExtra.Checkpoint.Tests;

public sealed class CheckpointProcessTests
{
    private const string Venue = """ "venue":{"name":"t","dataFolder":"/d","runFolder":"/r"} """;

    [Fact]
    public async Task Snapshots_appear_while_the_venue_runs_and_a_stop_is_clean()
    {
        using var venue = new TestVenue();
        venue.Play(10);
        using var checkpoint = new CheckpointUnderTest(venue);
        await WaitForAsync(checkpoint, venue, 30);
        venue.Play(10);
        await WaitForAsync(checkpoint, venue, 60);

        var health = await checkpoint.HealthAsync();
        Assert.Equal((60, 0), (health.GetProperty("snapshot").GetInt64(), health.GetProperty("failed").GetInt64()));
        Assert.True(health.GetProperty("made").GetInt64() >= 2, "one while half of the commands were there, one at the end");
        var (exitCode, log) = await checkpoint.StopAsync();
        Assert.Equal(0, exitCode);
        Assert.Contains("30 commands proven", log, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "P3")]
    public async Task Events_that_are_not_what_the_commands_give_end_the_process_with_74_and_no_snapshot()
    {
        using var venue = new TestVenue { LieAt = 20 };
        venue.Play(10);
        using var checkpoint = new CheckpointUnderTest(venue);
        var (exitCode, log) = await checkpoint.ExitAsync();
        Assert.Equal(74, exitCode);
        Assert.Contains("PROOF FAILED (P3): sequence 20: ", log, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(venue.Folders.Snapshots, "*.snapshot"));
    }

    [Fact]
    public async Task With_a_period_retention_runs_by_itself_and_only_up_to_the_slowest_follower()
    {
        using var venue = new TestVenue();
        for (var life = 0; life < 5; life++)
        {
            venue.Play(10); // each begins a segment of commands
        }

        var archive = Path.Combine(venue.Root, "archive");
        CursorFolder.Write(
            FileStorage.Instance, Path.Combine(venue.Root, "cursors"), new FollowerCursor("slow", 150, 0));
        using var checkpoint = new CheckpointUnderTest(venue.Root, port => JsonSerializer.Serialize(new
        {
            venue = new { name = "test", dataFolder = venue.Root, runFolder = venue.Root },
            engine = new { healthPort = 1 },
            checkpoint = new { healthPort = port, everyCommands = 1_000, everySeconds = 1, minCommands = 1 },
            retention = new { archiveFolder = archive, everyMinutes = 1, keepSegments = 2, eventConsumers = (string[])["slow"] },
        }));
        var moved = Path.Combine(archive, "journal", ArchiveManifest.FileName);
        while (!File.Exists(moved) || (await checkpoint.HealthAsync()).GetProperty("archived").GetInt64() == 0)
        {
            Assert.False(checkpoint.HasExited);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var health = await checkpoint.HealthAsync();
        Assert.Equal(JsonValueKind.Null, health.GetProperty("archiveFailure").ValueKind);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(archive, "journal"), "*.journal"));
        Assert.Equal(2, Directory.GetFiles(venue.Folders.Journal, "*.journal").Length);
        Assert.Empty(Directory.GetFiles(Path.Combine(archive, "events"), "*.events"));
        Assert.Equal(0, (await checkpoint.StopAsync()).ExitCode);
        venue.Play(1); // the venue goes on with what is left
    }

    [Fact]
    public async Task A_second_process_beside_the_same_venue_is_refused()
    {
        using var venue = new TestVenue();
        venue.Play(10);
        using var first = new CheckpointUnderTest(venue);
        await WaitForAsync(first, venue, 30);
        using var second = new CheckpointUnderTest(venue);
        var (exitCode, log) = await second.ExitAsync();
        Assert.Equal(74, exitCode);
        Assert.Contains("another writer has this folder open", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{" + Venue + "}", "section \"checkpoint\" is missing")]
    [InlineData("{" + Venue + ",\"checkpoint\":{\"healthPort\":0}}", "healthPort must be 1")]
    [InlineData("{" + Venue + ",\"checkpoint\":{\"healthPort\":1,\"everyCommands\":0}}", "everyCommands must be")]
    [InlineData("{" + Venue + ",\"checkpoint\":{\"healthPort\":1,\"everySeconds\":0}}", "everySeconds must be")]
    [InlineData(
        "{" + Venue + ",\"checkpoint\":{\"healthPort\":1,\"everyCommands\":10,\"minCommands\":11}}", "minCommands must be")]
    [InlineData("{" + Venue + ",\"checkpoint\":{\"healthPort\":1,\"retrySeconds\":0}}", "retrySeconds must be")]
    [InlineData(
        "{" + Venue + ",\"checkpoint\":{\"healthPort\":1},\"retention\":{\"everyMinutes\":5}}",
        "everyMinutes needs archiveFolder")]
    public async Task A_wrong_configuration_is_one_line_and_exit_78(string config, string expected)
    {
        using var venue = new TestVenue();
        using var checkpoint = new CheckpointUnderTest(venue.Root, _ => config);
        var (exitCode, log) = await checkpoint.ExitAsync();
        Assert.Equal(78, exitCode);
        Assert.Contains(expected, log, StringComparison.Ordinal);
        Assert.Single(log.Trim().Split('\n'));
    }

    private static async Task WaitForAsync(CheckpointUnderTest checkpoint, TestVenue venue, long sequence)
    {
        var path = Path.Combine(venue.Folders.Snapshots, SnapshotFormat.Name(sequence));
        while (!File.Exists(path) || (await checkpoint.HealthAsync()).GetProperty("phase").GetString() != "waiting")
        {
            Assert.False(checkpoint.HasExited);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
