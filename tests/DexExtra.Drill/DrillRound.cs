using System.Globalization;
using System.Text.RegularExpressions;
using DexExtra.RealParts;

namespace DexExtra.Drill;

/// <summary>
/// One round: a venue under load, backups of it while it runs, its end with everything it had, a restore into another
/// folder, trading on, the rows against rows made again, and a random point in time. Repeats by its seed but for the
/// interleaving of the processes.
/// </summary>
internal sealed partial class DrillRound(int seed, PostgresServer server)
{
    private const int KillsPerRound = 4;
    private const int FlipsPerRound = 2;
    private const int LeastCommands = 2_500;
    private const int MostCommands = 6_000;

    private readonly Random _random = new(seed);
    private readonly string _root = Products.NewFolder();

    private string Backups => In("backups");

    /// <exception cref="DrillException">A promise was not kept.</exception>
    public async Task<RoundReport> RunAsync()
    {
        try
        {
            return await RunInFolderAsync();
        }
        finally
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private async Task<RoundReport> RunInFolderAsync()
    {
        var (killed, fullDisk, made, told) = await LoseVenueAsync();
        var backupAt = Sequence(made);
        var data = In("restored");
        var restored = await Products.RunAsync(Products.Backup, "restore", "--from", Backups, "--data", data);
        var state = State(made);
        if (State(restored) != state || Sequence(restored) != backupAt)
        {
            throw new DrillException($"P1: backed up '{made.Trim()}', '{restored.Trim()}'");
        }

        var snapshotAt = Directory.Exists(Path.Combine(data, "snapshots"))
            ? Directory.GetFiles(Path.Combine(data, "snapshots"), "*.snapshot")
                .Select(file => long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture)).Max()
            : 0;
        var after = Frames.Read(Path.Combine(data, "events"));
        after.MustEqual(told, Math.Min(backupAt, told.Digests.Count), "P3: restored");
        var (tradedTo, rows) = await TradeOnAsync(data, after.Kept);
        var point = _random.NextInt64(1, backupAt + 1);
        var pointState = await PointInTimeAsync(point, Path.Combine(data, "journal"));
        return new RoundReport
        {
            Seed = seed,
            Killed = killed,
            BackupAt = backupAt,
            SnapshotAt = snapshotAt,
            Objects = Objects().Match(made).Groups is var match ? $"{match[1]}, {match[2]}" : string.Empty,
            Lost = told.Digests.Count - backupAt,
            TradedTo = tradedTo,
            Rows = rows,
            Point = point,
            PointState = pointState,
            FullDisk = fullDisk,
        };
    }

    /// <summary>Load, backups, and the end of the venue: its data folder and its database are gone.</summary>
    private async Task<(int Killed, bool FullDisk, string Made, Frames Told)> LoseVenueAsync()
    {
        var data = In("data");
        Directory.CreateDirectory(data);
        await using var venue = new DrillVenue(_root, data, server);
        await venue.StartAsync(seed, 0, withCheckpoint: true);
        await venue.UntilPublishedAsync(_random.Next(LeastCommands, MostCommands));
        var faults = new Faults(venue.Engine.ConfigFile, Backups, _random);
        var killed = await faults.KillBackupsAsync(KillsPerRound);
        await CreateAsync(venue);
        await venue.UntilPublishedAsync(await venue.PublishedAsync() + _random.Next(500, 2_000));
        var made = await CreateAsync(venue);
        var fullDisk = await faults.FillDiskAsync(In("tiny"));
        await venue.UntilPublishedAsync(await venue.PublishedAsync() + _random.Next(100, 1_000));
        await venue.KillAsync();
        var told = Frames.Read(venue.Engine.EventsFolder);
        Directory.Delete(data, recursive: true);
        await server.ExecuteAsync("postgres", $"drop database if exists {venue.Database} with (force)");
        await faults.FlipBitsAsync(In("scratch"), FlipsPerRound);
        return (killed, fullDisk, made, told);
    }

    private async Task<string> CreateAsync(DrillVenue venue)
    {
        var published = await venue.PublishedAsync();
        var made = await Products.RunAsync(
            Products.Backup, "create", "--config", venue.Engine.ConfigFile, "--into", Backups, "--keep", "2");
        return Sequence(made) >= published
            ? made
            : throw new DrillException($"P1: {published} was published before a backup that ends with {Sequence(made)}");
    }

    /// <summary>The restored venue takes more of the load; its rows are those of the log.</summary>
    private async Task<(long Sequence, long Rows)> TradeOnAsync(string data, long kept)
    {
        await using var venue = new DrillVenue(_root, data, server);
        await venue.StartAsync(seed, kept, withCheckpoint: false);
        await venue.UntilPublishedAsync(await venue.PublishedAsync() + _random.Next(500, 1_500));
        await venue.SettleAsync();
        var last = Frames.Read(venue.Engine.EventsFolder).Digests.Count;
        await venue.UntilRowsAsync(last);
        await venue.KillFollowersAsync();
        var again = server.NewDatabaseName();
        var second = venue.NewPersistence(again);
        second.Start();
        await second.UntilAsync(() => last);
        await second.KillAsync();
        return (last, await Rows.MustEqualAsync(server, venue.Database, again));
    }

    /// <summary>The state of a cut is what a replay of the whole log has there, and an engine starts from it.</summary>
    private async Task<string> PointInTimeAsync(long point, string journal)
    {
        var data = In("point");
        var to = point.ToString(CultureInfo.InvariantCulture);
        var cut = await Products.RunAsync(Products.Backup, "restore", "--from", Backups, "--data", data, "--to", to);
        var replay = await Products.RunAsync(Products.JournalTool, "replay", "--journal", journal, "--hash", "--to", to);
        if (!replay.Contains(State(cut), StringComparison.Ordinal))
        {
            throw new DrillException($"P3: '{cut.Trim()}', a replay up to there gives {replay.Trim()}");
        }

        using var engine = new EngineUnderTest(new DirectoryInfo(data)) { Command = [Products.Engine] };
        await engine.StartAsync();
        if (await engine.StopAsync() is var code and not 0)
        {
            throw new DrillException($"the engine at sequence {point} stopped with exit code {code}");
        }

        return State(cut);
    }

    private string In(string name) => Path.Combine(_root, name);

    private static long Sequence(string line) =>
        long.Parse(Commands().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private static string State(string line) => Hash().Match(line).Groups[1].Value;

    [GeneratedRegex("commands 1 to ([0-9]+)")]
    private static partial Regex Commands();

    [GeneratedRegex("state ([0-9a-f]{16})")]
    private static partial Regex Hash();

    [GeneratedRegex("([0-9]+) copied with .* ([0-9]+) were there")]
    private static partial Regex Objects();
}
