using System.Globalization;
using DexExtra.RealParts;

namespace DexExtra.Chaos;

/// <summary>
/// An engine under load, a real database and a persistence process between them. The measure of P6 is a second database
/// that an undisturbed process fills from the same event log: every table must be equal, and trades and deposits as
/// many as the follower of the harness has counted.
/// </summary>
internal sealed class DatabaseRig : IAsyncDisposable
{
    private const string TablesSql =
        "select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations' order by 1";

    /// <summary>Slow enough for a database that shares two processors with everything else.</summary>
    private static readonly RigOptions Gentle = new() { BurstMax = 3 };

    private readonly List<PersistenceUnderTest> _processes = [];

    private DatabaseRig(Rig rig, PostgresServer server)
    {
        Rig = rig;
        Server = server;
        Database = server.NewDatabaseName();
    }

    public Rig Rig { get; }

    public PostgresServer Server { get; }

    public string Database { get; }

    /// <summary>The process that the row disturbs.</summary>
    public PersistenceUnderTest Persistence { get; private set; } = null!;

    /// <summary>Starts engine, load and persistence.</summary>
    /// <param name="redis">host:port, or empty.</param>
    /// <param name="port">A proxy in front of the server; null = the server itself.</param>
    public static async Task<DatabaseRig> StartAsync(int seed, PostgresServer server, string redis = "", int? port = null)
    {
        var rig = new DatabaseRig(new Rig(seed, Gentle), server);
        rig.Persistence = rig.NewPersistence(rig.Database, redis, port);
        await rig.Rig.StartCheckedAsync();
        rig.Persistence.Start();
        return rig;
    }

    /// <summary>Another process, for this or another database; disposed with the rig.</summary>
    public PersistenceUnderTest NewPersistence(string database, string redis = "", int? port = null)
    {
        var process = new PersistenceUnderTest(
            Rig.Engine, Machine.Persistence, Machine.MigrationsFolder, Server.ConnectionString(database, port), redis);
        _processes.Add(process);
        return process;
    }

    /// <summary>Waits until so many more frames than now are rows.</summary>
    public async Task UntilRowsAsync(long more)
    {
        var target = Rig.Acks.Count + more;
        await Rig.UntilAcknowledgedAsync(more);
        await Persistence.UntilAsync(() => target);
    }

    /// <summary>The faults are over: everything published becomes rows, and the rows are those of an undisturbed run.</summary>
    public async Task FinishAsync()
    {
        if (!Persistence.IsRunning)
        {
            Persistence.Start();
        }

        if (Rig.Engine.Process.HasExited)
        {
            await Rig.StartCheckedAsync();
        }

        await Rig.SettleAsync();
        await Rig.Engine.StopAsync();
        await Rig.EndAsync();
        Rig.Verify();
        await Persistence.UntilAsync(() => Rig.Acks.Count);
        await Persistence.KillAsync();
        var rebuilt = Server.NewDatabaseName();
        using var second = NewPersistence(rebuilt);
        second.Start();
        await second.UntilAsync(() => Rig.Acks.Count);
        await second.KillAsync();
        await CompareAsync(rebuilt);
    }

    /// <summary>One line per table: name and checksum of all rows.</summary>
    public async Task<string> ChecksumsAsync(string database)
    {
        var lines = new List<string>();
        foreach (var table in await Server.QueryAsync(database, TablesSql))
        {
            var sum = await Server.ScalarAsync(
                database, $"select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table[0]} t");
            lines.Add($"{table[0]} {sum}");
        }

        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Dispose();
        }

        await Rig.DisposeAsync();
    }

    private async Task CompareAsync(string rebuilt)
    {
        var wanted = (await ChecksumsAsync(rebuilt)).Split('\n');
        var found = (await ChecksumsAsync(Database)).Split('\n');
        if (!wanted.SequenceEqual(found))
        {
            var difference = found.Except(wanted).Concat(wanted.Except(found)).ToList();
            throw new ChaosException($"P6: the rows are not those of the log: {string.Join("; ", difference)}");
        }

        await CountAsync("trade_matches", Rig.Acks.Trades);
        await CountAsync("vault_operations where operation_type = 'DEPOSIT'", Rig.Acks.Deposits);
    }

    private async Task CountAsync(string table, long wanted)
    {
        var found = long.Parse(
            await Server.ScalarAsync(Database, $"select count(*) from {table}"), CultureInfo.InvariantCulture);
        if (found != wanted)
        {
            throw new ChaosException($"P6: {wanted} acknowledged, {found} rows in {table}", Math.Max(0, wanted - found));
        }
    }
}
