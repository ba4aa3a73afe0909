using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests;

/// <summary>The real executable: verbs, exit codes, health, SIGTERM, kill -9.</summary>
public sealed class ProcessTests(PostgresCluster cluster)
{
    private static string Executable => Path.Combine(AppContext.BaseDirectory, "DexExtra.Persistence");

    [Fact]
    public async Task Mistakes_in_the_configuration_exit_78_with_one_line()
    {
        using var workspace = new Workspace(cluster);
        var noRedis = Configure(workspace, section => section.Remove("redis"));
        var wrongPort = Configure(workspace, section => section["healthPort"] = 0);
        var good = Configure(workspace, _ => { });

        foreach (var (arguments, word) in (IEnumerable<(string[], string)>)[
            ([], "--config"), (["--config", noRedis], "redis"), (["--config", wrongPort], "healthPort"),
            (["dance", "--config", good], "dance")])
        {
            var (exitCode, output) = await ChildProcess.RunAsync(Executable, arguments);
            Assert.Equal(78, exitCode);
            Assert.Contains(word, output.Trim().Split('\n')[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Migrate_brings_the_schema_and_ends()
    {
        using var workspace = new Workspace(cluster);

        var (exitCode, output) = await ChildProcess.RunAsync(Executable, "migrate", "--config", Configure(workspace, _ => { }));

        Assert.True(exitCode == 0, output);
        Assert.Equal("0", await cluster.ScalarAsync(workspace.Database, "select count(*) from orders"));
    }

    [Fact]
    public async Task Verbs_on_sealed_columns_name_what_they_need()
    {
        using var workspace = new Workspace(cluster);
        foreach (var (keys, verb, word) in (IEnumerable<(string?, string, string)>)[
            (null, "reseal", "keyringFile"), ("keys.json", "reseal", "absolute"), ("/nowhere/keys.json", "reseal", "/nowhere/keys.json"),
            (null, "contact", "keyringFile")])
        {
            var config = Configure(workspace, section => section["keyringFile"] = keys);
            var (exitCode, output) = await ChildProcess.RunAsync(Executable, verb, "--config", config);
            Assert.NotEqual(0, exitCode);
            Assert.Contains(word, output.Trim().Split('\n')[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Killed_and_restarted_processes_lose_and_double_nothing()
    {
        var random = TestSeed.Create(61);
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(random).Open();
        var config = Configure(workspace, section => section["batchMaxFrames"] = 50);
        for (var round = 0; round < TestSeed.Faults(2); round++)
        {
            venue.Run(1_000);
            using var victim = Start(config);
            await Task.Delay(random.Next(300, 1_500));
            victim.Kill();
            await victim.WaitForExitAsync();
        }

        using var process = Start(config);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{workspace.Options.HealthPort}") };
        await Eventually.TrueAsync(() => IsAtAsync(http, venue.LastSequence), "health shows the last sequence");
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"dexextra_persistence_cursor {venue.LastSequence}"),
            await http.GetStringAsync("/metrics"),
            StringComparison.Ordinal);
        await ChildProcess.RunCheckedAsync("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        await workspace.CompareAsync(venue);
    }

    [Fact]
    public async Task The_cursor_s_file_follows_what_is_on_the_server_s_disk()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(62)).Open();
        venue.Run(300);
        using var process = Start(Configure(workspace, _ => { }));
        var wanted = new FollowerCursor("persistence", venue.LastSequence, venue.LastSequence);
        await Eventually.TrueAsync(
            () => CursorFolder.Read(FileStorage.Instance, workspace.Venue.CursorsFolder, "persistence") == wanted,
            "the file has the last sequence");
        process.Kill();
        await process.WaitForExitAsync();
        Assert.Equal(
            wanted.Done.ToString(CultureInfo.InvariantCulture),
            await cluster.ScalarAsync(workspace.Database, "select sequence from follower_cursor"));
    }

    private static Process Start(string config)
    {
        var process = ChildProcess.Start(Executable, "run", "--config", config);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task<bool> IsAtAsync(HttpClient http, long sequence)
    {
        try
        {
            var health = await http.GetFromJsonAsync<JsonElement>("/health");
            return health.GetProperty("cursor").GetInt64() == sequence
                && health.GetProperty("status").GetString() == "ready"
                && health.GetProperty("lagFrames").GetInt64() == 0;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet, or 503 while behind
        }
    }

    private static string Configure(Workspace workspace, Action<JsonObject> change)
    {
        var section = JsonSerializer.SerializeToNode(workspace.Options, JsonSerializerOptions.Web)!.AsObject();
        change(section);
        var file = Path.Combine(workspace.Folder, $"{Guid.NewGuid():N}.json");
        var root = new JsonObject
        {
            ["venue"] = new JsonObject
            {
                ["name"] = workspace.Venue.Name,
                ["dataFolder"] = workspace.Venue.DataFolder,
                ["runFolder"] = workspace.Venue.RunFolder,
            },
            ["persistence"] = section,
        };
        File.WriteAllText(file, root.ToJsonString());
        return file;
    }
}
