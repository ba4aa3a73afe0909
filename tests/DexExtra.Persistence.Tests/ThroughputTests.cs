using System.Diagnostics;
using System.Globalization;
using DexExtra.Persistence.Tests.Infrastructure;
using Npgsql;

namespace DexExtra.Persistence.Tests;

/// <summary>
/// Prints how many rows a second the follower writes, beside a bare COPY of the finished rows into the same schema.
/// No limit on time: figures are for the reader. DEXEXTRA_PG_COMMANDS makes it long.
/// </summary>
public sealed class ThroughputTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Catch_up_and_bare_copy_write_the_same_rows()
    {
        using var workspace = new Workspace(cluster);
        workspace.Options = workspace.Options with { BatchMaxFrames = 2_000 };
        using var venue = workspace.CreateVenue(TestSeed.Create(81)).Open();
        venue.Run(int.Parse(
            Environment.GetEnvironmentVariable("DEXEXTRA_PG_COMMANDS") ?? "3000", CultureInfo.InvariantCulture));
        await workspace.PrepareAsync();

        var started = Stopwatch.GetTimestamp();
        await workspace.FollowToAsync(venue.LastSequence);
        var following = Stopwatch.GetElapsedTime(started);
        using var bare = new Workspace(cluster);
        await bare.PrepareAsync();
        await cluster.ExecuteAsync(bare.Database, "delete from follower_cursor");
        var period = await cluster.ScalarAsync(
            workspace.Database, "select min(period_started_at)::text from system_metrics");
        await cluster.ExecuteAsync(bare.Database, $"select begin_period('{period}')");
        var (rows, copying) = await CopyAsync(workspace.Database, bare.Database);

        Report($"{venue.LastSequence} commands, {rows} rows");
        Report($"follower  {rows / following.TotalSeconds,12:N0} rows/s {venue.LastSequence / following.TotalSeconds,12:N0} commands/s");
        Report($"bare copy {rows / copying.TotalSeconds,12:N0} rows/s");
        Assert.Equal(await workspace.DumpAsync(), await bare.DumpAsync());
    }

    private static void Report(FormattableString line) =>
        TestContext.Current.TestOutputHelper?.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private async Task<(long Rows, TimeSpan Time)> CopyAsync(string source, string target)
    {
        await using var from = new NpgsqlConnection(cluster.ConnectionString(source));
        await using var to = new NpgsqlConnection(cluster.ConnectionString(target));
        await from.OpenAsync();
        await to.OpenAsync();
        var (rows, time) = (0L, TimeSpan.Zero);
        foreach (var table in TableDump.Tables)
        {
            var columns = await cluster.ScalarAsync(
                source,
                "select string_agg(column_name, ', ' order by ordinal_position) from information_schema.columns"
                + $" where table_schema = 'public' and table_name = '{table}' and is_generated = 'NEVER'");
            using var bytes = new MemoryStream();
            await using (var reading = await from.BeginRawBinaryCopyAsync(
                $"copy (select {columns} from {table}) to stdout (format binary)"))
            {
                await reading.CopyToAsync(bytes);
            }

            var started = Stopwatch.GetTimestamp();
            await using (var writing = await to.BeginRawBinaryCopyAsync($"copy {table} ({columns}) from stdin (format binary)"))
            {
                await writing.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            }

            time += Stopwatch.GetElapsedTime(started);
            rows += long.Parse(
                await cluster.ScalarAsync(target, $"select count(*) from {table}"), CultureInfo.InvariantCulture);
        }

        return (rows, time);
    }
}
