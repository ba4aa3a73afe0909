using System.Diagnostics;
using System.Globalization;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Mirror;
using DexExtra.Persistence.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>
/// S270, S344: with the section tls nothing goes to a server without TLS, of another authority or of another name; real
/// PostgreSQL and Redis with certificates made here.
/// </summary>
public sealed class TlsTests(PostgresCluster plain, RedisServer plainRedis) : IClassFixture<RedisServer>
{
    [Fact]
    public async Task Postgres_is_written_over_tls()
    {
        using var files = new Workspace(plain);
        using var authority = new TestAuthority(files.Folder);
        await using var cluster = new TlsCluster(authority, isForLoopback: true);
        await cluster.InitializeAsync();
        using var workspace = new Workspace(cluster);
        workspace.Options = workspace.Options with
        {
            Postgres = workspace.Options.Postgres + ";SSL Mode=Disable", // the section wins
            Tls = new TlsSection { CaFile = authority.File },
        };
        using var venue = workspace.CreateVenue(TestSeed.Create(161)).Open();
        venue.Run(100);
        await workspace.PrepareAsync();
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = workspace.Follow(status, stopping.Token);
        await Eventually.TrueAsync(() => status.Cursor == venue.LastSequence, "rows over TLS");

        Assert.Equal("True", await cluster.ScalarAsync(
            "postgres",
            "select bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'dexextra-persistence'"));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await workspace.CompareAsync(venue);
    }

    [Theory]
    [InlineData(false, true)] // another authority
    [InlineData(true, false)] // another name
    [InlineData(null, true)] // no TLS at all
    public async Task Postgres_that_does_not_prove_itself_gets_nothing(bool? isOurAuthority, bool isForLoopback)
    {
        using var files = new Workspace(plain);
        using var ours = new TestAuthority(files.Folder);
        using var theirs = new TestAuthority(files.Folder);
        await using var cluster = isOurAuthority is { } ownsIt
            ? new TlsCluster(ownsIt ? ours : theirs, isForLoopback)
            : new PostgresCluster();
        await cluster.InitializeAsync();
        using var workspace = new Workspace(cluster);
        workspace.Options = workspace.Options with { Tls = new TlsSection { CaFile = ours.File } };
        using var venue = workspace.CreateVenue(TestSeed.Create(162)).Open();
        venue.Run(20);
        await workspace.PrepareAsync();
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = workspace.Follow(status, stopping.Token);

        await Eventually.TrueAsync(
            () => following.IsCompleted || (status.Report(false).Fields["databaseError"] is string error && error != "not connected yet"),
            "the connection is refused");
        Assert.False(following.IsCompleted, following.Exception?.ToString());
        Assert.Equal("0", await cluster.ScalarAsync(workspace.Database, "select sequence from follower_cursor"));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)] // another authority
    [InlineData(true, false, false)] // another name
    [InlineData(null, true, false)] // no TLS at all
    public async Task The_mirror_goes_only_to_a_redis_that_proves_itself(bool? isOurAuthority, bool isForLoopback, bool isTaken)
    {
        using var workspace = new Workspace(plain);
        using var ours = new TestAuthority(workspace.Folder);
        using var theirs = new TestAuthority(workspace.Folder);
        var endpoint = plainRedis.Endpoint;
        Process? server = null;
        if (isOurAuthority is { } ownsIt)
        {
            var (certificate, key) = await (ownsIt ? ours : theirs).SignAsync(workspace.Folder, isForLoopback);
            var port = ChildProcess.FreePort().ToString(CultureInfo.InvariantCulture);
            server = ChildProcess.Start(
                ChildProcess.Find("redis-server", "/usr/bin"), "--port", "0", "--tls-port", port, "--bind", "127.0.0.1", "--save", "",
                "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", ours.File, "--tls-auth-clients", "no");
            server.OutputDataReceived += (_, _) => { };
            server.BeginOutputReadLine();
            endpoint = "127.0.0.1:" + port;
        }

        using var venue = workspace.CreateVenue(TestSeed.Create(163)).Open();
        venue.Run(50);
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var mirror = new RedisMirror(
            workspace.Venue, endpoint, new TlsSection { CaFile = ours.File }, status, NullLogger.Instance);
        var mirroring = Task.Run(() => mirror.RunAsync(stopping.Token), CancellationToken.None);
        if (isTaken)
        {
            await Eventually.TrueAsync(() => status.MirrorPosition.Done == venue.LastSequence, "the mirror over TLS");
        }
        else
        {
            await Eventually.TrueAsync(() => status.Report(true).Fields["mirror"] is not "ok", "the mirror is refused");
            Assert.Equal(0, status.MirrorPosition.Done);
        }

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mirroring);
        server?.Kill();
        server?.Dispose();
    }
}
