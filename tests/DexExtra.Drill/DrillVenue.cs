using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DexExtra.RealParts;

namespace DexExtra.Drill;

/// <summary>
/// Real engine, checkpoint and persistence processes on one data folder, with a database of their own and a load.
/// </summary>
internal sealed class DrillVenue : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<DrillVenue, bool> Live = new();

    private readonly PostgresServer _server;
    private readonly ConcurrentBag<PersistenceUnderTest> _followers = [];
    private PersistenceUnderTest? _persistence;
    private Process? _checkpoint;

    /// <param name="root">Folder of everything but the data; removed at the end.</param>
    /// <param name="data">Data folder; may hold a restored venue.</param>
    /// <param name="server">Where its database is made.</param>
    public DrillVenue(string root, string data, PostgresServer server)
    {
        _server = server;
        Live[this] = true;
        Database = server.NewDatabaseName();
        Directory.CreateDirectory(root);
        Engine = new EngineUnderTest(new DirectoryInfo(data)) { Command = [Products.Engine] };
        Engine.WriteRawConfig(JsonSerializer.Serialize(new
        {
            venue = new { name = "drill", dataFolder = data, runFolder = Engine.RunFolder },
            engine = new { healthPort = Engine.Port, tickIntervalMs = 50, journalSegmentMiB = 1, eventSegmentMiB = 33 },
            checkpoint = new
            {
                healthPort = ChildProcess.FreePort(),
                everyCommands = 1_500,
                minCommands = 500,
                everySeconds = 2,
            },
            persistence = new { postgres = "Host=db;Password=not-in-the-backup" },
        }));
    }

    public EngineUnderTest Engine { get; }

    public string Database { get; }

    public LoadThread? Load { get; private set; }

    /// <summary>What an interrupted drill leaves behind otherwise.</summary>
    public static async Task EndAllAsync()
    {
        foreach (var venue in Live.Keys)
        {
            await venue.DisposeAsync();
        }
    }

    public async Task StartAsync(int seed, long after, bool withCheckpoint)
    {
        await Engine.StartAsync();
        if (withCheckpoint)
        {
            var start = new ProcessStartInfo(Products.Checkpoint, ["--config", Engine.ConfigFile])
            {
                RedirectStandardError = true,
            };
            _checkpoint = Process.Start(start)!;
            _checkpoint.ErrorDataReceived += (_, _) => { };
            _checkpoint.BeginErrorReadLine();
        }

        _persistence = NewPersistence(Database);
        _persistence.Start();
        Load = new LoadThread(Engine, seed, after);
    }

    /// <summary>Another process, for this or another database; disposed with the venue.</summary>
    public PersistenceUnderTest NewPersistence(string database)
    {
        var process = new PersistenceUnderTest(
            Engine, Products.Persistence, Products.MigrationsFolder, _server.ConnectionString(database), string.Empty);
        _followers.Add(process);
        return process;
    }

    /// <summary>Waits until so many commands are published as events, however long that takes.</summary>
    /// <exception cref="DrillException">The engine ended before.</exception>
    public async Task UntilPublishedAsync(long sequence)
    {
        while (await PublishedAsync() < sequence)
        {
            if (Engine.Process.HasExited)
            {
                throw new DrillException($"the engine ended before sequence {sequence}: {(await Engine.ExitAsync()).Log}");
            }

            await Task.Delay(10);
        }
    }

    public async Task<long> PublishedAsync() =>
        long.Parse(await Engine.HealthAsync("published") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Waits until the rows are those of the sequence.</summary>
    public Task UntilRowsAsync(long sequence) => _persistence!.UntilAsync(() => sequence);

    /// <summary>SIGKILL to everything at once.</summary>
    public async Task KillAsync()
    {
        Load?.Dispose();
        Load = null;
        await Engine.KillAsync();
        await KillFollowersAsync();
    }

    /// <summary>The load ends, everything of it is published, and the engine stops by itself.</summary>
    public async Task SettleAsync()
    {
        Load!.Stop();
        if (await Engine.StopAsync() is var code and not 0)
        {
            throw new DrillException($"a clean stop ended with exit code {code}");
        }

        Load.Dispose();
        Load = null;
    }

    public async Task KillFollowersAsync()
    {
        if (_persistence is { IsRunning: true } persistence)
        {
            await persistence.KillAsync();
        }

        if (_checkpoint is { HasExited: false } checkpoint)
        {
            checkpoint.Kill();
            await checkpoint.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Live.TryRemove(this, out _);
        Load?.Dispose();
        await KillFollowersAsync();
        foreach (var follower in _followers)
        {
            follower.Dispose();
        }

        _checkpoint?.Dispose();
        Engine.Dispose();
    }
}
