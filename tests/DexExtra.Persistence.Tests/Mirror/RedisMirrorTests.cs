using System.Globalization;
using DexExtra.Messages;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Mirror;
using DexExtra.Persistence.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace DexExtra.Persistence.Tests.Mirror;

/// <summary>RED-01: the mirror equals the books of the log, heals from anything, and stops nobody.</summary>
public sealed class RedisMirrorTests(PostgresCluster cluster, RedisServer redis) : IClassFixture<RedisServer>
{
    private const string Prefix = "dexextra:{test}:";

    [Fact]
    public async Task The_mirror_follows_and_heals_from_flush_garbage_restart_and_stall()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(51)).Open();
        venue.Run(2_000);
        await redis.AskAsync(database => database.StringSetAsync(Prefix + "market:9:bids", "left over from another time"));
        using var stopping = new CancellationTokenSource();
        var mirroring = Start(workspace, new FollowerStatus(), stopping.Token);

        await MirrorsAsync(venue, "catch-up");
        venue.Run(500);
        await MirrorsAsync(venue, "changes");
        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        await MirrorsAsync(venue, "flush while nothing happens");
        await redis.AskAsync(database => database.StringSetAsync(Prefix + "market:1:bids", "garbage"));
        venue.Run(300);
        await MirrorsAsync(venue, "garbage");
        await redis.KillAsync();
        venue.Run(300);
        await redis.StartAsync();
        await MirrorsAsync(venue, "restart");
        await redis.AskAsync(database => database.ExecuteAsync("DEBUG", "SLEEP", "1"));
        venue.Run(300);
        await MirrorsAsync(venue, "stall");

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mirroring);
    }

    [Fact]
    public async Task Without_redis_the_database_is_complete()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(52)).Open();
        venue.Run(500);
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var mirroring = new RedisMirror(workspace.Venue, "127.0.0.1:1", status, NullLogger.Instance).RunAsync(stopping.Token);
        var following = workspace.Follow(status, stopping.Token);

        await Eventually.TrueAsync(() => status.Cursor == venue.LastSequence, "the database is complete");
        await Eventually.TrueAsync(() => status.Report(true).Fields["mirror"] is not "ok", "the mirror is reported stale");
        Assert.True(status.Report(true).Ready);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mirroring);

        await workspace.CompareAsync(venue);
    }

    private Task Start(Workspace workspace, FollowerStatus status, CancellationToken stopping) => Task.Run(
        () => new RedisMirror(workspace.Venue, redis.Endpoint, status, NullLogger.Instance).RunAsync(stopping),
        CancellationToken.None);

    private async Task MirrorsAsync(VenueSimulator venue, string when)
    {
        var sequence = venue.LastSequence.ToString(CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(() => redis.AskAsync(async database =>
            await database.HashGetAsync(Prefix + "mirror", "sequence") == sequence), $"{when}: sequence {sequence}");
        var expected = Expected(venue).Order(StringComparer.Ordinal);
        var actual = await redis.AskAsync(ReadAsync);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual.Order(StringComparer.Ordinal)));
    }

    /// <summary>Every field of every key, except the sequences, which only must not be beyond the mirror's.</summary>
    private static async Task<List<string>> ReadAsync(IDatabase database)
    {
        var lines = new List<string>();
        var last = (long)await database.HashGetAsync(Prefix + "mirror", "sequence");
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: "*"))
        {
            foreach (var entry in await database.HashGetAllAsync(key))
            {
                if (entry.Name == "sequence")
                {
                    Assert.InRange((long)entry.Value, 1, last);
                }
                else if (key != Prefix + "mirror")
                {
                    lines.Add($"{key} {entry.Name}={entry.Value}");
                }
            }

            Assert.True(await database.HashExistsAsync(key, "sequence"), $"{key} has no sequence");
        }

        return lines;
    }

    private static IEnumerable<string> Expected(VenueSimulator venue)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var payload in venue.Frames)
        {
            var frame = new EventFrame(payload);
            foreach (var item in frame)
            {
                if (item.Type == EventType.LevelChanged)
                {
                    var level = item.Body<LevelChanged>();
                    var side = level.Side == Side.Buy ? "bids" : "asks";
                    var name = $"{Prefix}market:{level.MarketId}:{side} {level.PriceTicks}";
                    fields.Remove(name);
                    if (level.QuantityLots != 0)
                    {
                        fields[name] = $"{level.QuantityLots}:{level.OrderCount}";
                    }
                }
                else if (item.Type == EventType.Traded)
                {
                    var trade = item.Body<Traded>();
                    var key = $"{Prefix}market:{trade.MarketId}:trade ";
                    fields[key + "matchId"] = $"{trade.MatchId}";
                    fields[key + "priceTicks"] = $"{trade.PriceTicks}";
                    fields[key + "quantityLots"] = $"{trade.QuantityLots}";
                    fields[key + "aggressor"] = trade.Aggressor == Side.Buy ? "BUY" : "SELL";
                    fields[key + "engineTimeNs"] = $"{frame.Header.TimestampNs}";
                }
            }
        }

        return fields.Select(field => $"{field.Key}={field.Value}");
    }
}
