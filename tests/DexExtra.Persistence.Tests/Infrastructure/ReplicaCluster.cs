using System.Globalization;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>A streaming replica of another cluster, which may cut itself off and be promoted.</summary>
public sealed class ReplicaCluster(PostgresCluster primary) : PostgresCluster
{
    /// <summary>What the primary writes from now on does not arrive.</summary>
    public async Task CutOffAsync()
    {
        await ExecuteAsync("postgres", "alter system set primary_conninfo = ''");
        await ExecuteAsync("postgres", "select pg_reload_conf()");
        await Eventually.TrueAsync(
            async () => await ScalarAsync("postgres", "select count(*) from pg_stat_wal_receiver") == "0", "the replica is cut off");
    }

    public Task PromoteAsync() => RunAsync("pg_ctl", "-D", DataFolder, "-w", "promote");

    protected override Task CreateAsync() => RunAsync(
        "pg_basebackup", "-h", "127.0.0.1", "-p", primary.Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres",
        "-D", DataFolder, "-R", "-X", "stream", "-c", "fast");
}
