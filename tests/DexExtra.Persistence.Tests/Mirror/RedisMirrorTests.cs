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

    private Func<string> _state = () => string.Empty;

    [Fact]
    public async Task The_mirror_follows_and_heals_from_flush_garbage_restart_and_stall()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(51)).Open();
        venue.Run(2_000);
        await redis.AskAsync(database => database.StringSetAsync(Prefix + "market:9:bids", "left over from another time"));
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var mirroring = Start(workspace, status, stopping.Token);
        _state = () => $"{mirroring.Status} {mirroring.Exception?.InnerException} {status.Report(true).Fields["mirror"]}";

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

    // ADR 0022: a mirror that is ahead of a restored log needs no help
    [Fact]
    public async Task A_mirror_above_a_restored_log_is_written_anew_by_the_next_start()
    {
        using var lost = new Workspace(cluster);
        using var before = lost.CreateVenue(TestSeed.Create(54)).Open();
        before.Run(800);
        await MirrorOnceAsync(lost, before);
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(54)).Open();
        venue.Run(500);
        Assert.True(venue.LastSequence < before.LastSequence);
        await MirrorOnceAsync(workspace, venue);
    }

    [Fact]
    public async Task States_calls_and_prices_are_mirrored_with_every_change()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(53));
        var script = new VenueScript(venue, TestSeed.Create(53)).Run(5);
        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        using var stopping = new CancellationTokenSource();
        var mirroring = Start(workspace, new FollowerStatus(), stopping.Token);

        for (var round = 0; round < 25; round++)
        {
            await MirrorsAsync(venue, $"round {round}");
            script.Run(20);
        }

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mirroring);
    }

    private async Task MirrorOnceAsync(Workspace workspace, VenueSimulator venue)
    {
        using var stopping = new CancellationTokenSource();
        var mirroring = Start(workspace, new FollowerStatus(), stopping.Token);
        await MirrorsAsync(venue, "a start");
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
        var mirroring = new RedisMirror(workspace.Venue, "127.0.0.1:1", null, status, NullLogger.Instance).RunAsync(stopping.Token);
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
        () => new RedisMirror(workspace.Venue, redis.Endpoint, null, status, NullLogger.Instance).RunAsync(stopping),
        CancellationToken.None);

    /// <summary>
    /// The mirror reaches the end of the log and then shows exactly the books; while it heals it may not.
    /// </summary>
    private async Task MirrorsAsync(VenueSimulator venue, string when)
    {
        var expected = string.Join('\n', Expected(venue).Order(StringComparer.Ordinal));
        var actual = string.Empty;
        await Eventually.TrueAsync(
            async () => (actual = await redis.AskAsync(database => ReadAsync(database, venue.LastSequence))) == expected,
            () => $"{when} {_state()}\nexpected\n{expected}\nfound\n{actual}");
    }

    /// <summary>Every field of every key, one a line; the sequences only when they are wrong.</summary>
    private static async Task<string> ReadAsync(IDatabase database, long last)
    {
        var lines = new List<string>();
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: "*"))
        {
            var name = key.ToString();
            if (name == Prefix + "writer" || name.StartsWith(Prefix + "account:", StringComparison.Ordinal))
            {
                continue; // AccountMirrorTests, MirrorLeaseTests
            }

            if (await database.KeyTypeAsync(key) != RedisType.Hash)
            {
                lines.Add($"{key} is no hash");
                continue;
            }

            var isPosition = key == Prefix + "mirror";
            var entries = await database.HashGetAllAsync(key);
            var sequence = (long?)entries.FirstOrDefault(entry => entry.Name == "sequence").Value;
            if (sequence is not > 0 || sequence > last || (isPosition && sequence != last))
            {
                lines.Add($"{key} sequence={sequence}");
            }

            lines.AddRange(entries.Where(entry => !isPosition && entry.Name != "sequence")
                .Select(entry => $"{key} {entry.Name}={entry.Value}"));
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Expected(VenueSimulator venue)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var payload in venue.Frames)
        {
            var frame = new EventFrame(payload);
            foreach (var item in frame)
            {
                Expect(fields, frame.Header.TimestampNs, item);
            }
        }

        return fields.Select(field => $"{field.Key}={field.Value}");
    }

    private static void Expect(Dictionary<string, string> fields, long timeNs, EventFrame.Item item)
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
        else
        {
            ExpectPart(fields, timeNs, item);
        }
    }

    private static void ExpectPart(Dictionary<string, string> fields, long timeNs, EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.Traded:
                var trade = item.Body<Traded>();
                var origin = trade.Aggressor == 0 ? $"auctionId={trade.AuctionId}"
                    : trade.Aggressor == Side.Buy ? "aggressor=BUY"
                    : "aggressor=SELL";
                Part(fields, trade.MarketId, "trade", $"matchId={trade.MatchId}", $"priceTicks={trade.PriceTicks}",
                    $"quantityLots={trade.QuantityLots}", origin, $"engineTimeNs={trade.MatchedNs}");
                break;
            case EventType.MarketCreated:
                var created = item.Body<MarketCreated>().Request;
                var first = created.InitialState == MarketState.Pending ? "PENDING" : "CONTINUOUS";
                Part(fields, created.MarketId, "state", $"state={first}", $"engineTimeNs={timeNs}");
                break;
            case EventType.MarketStateChanged:
                var changed = item.Body<MarketStateChanged>();
                if (changed.Cause != StateCause.Collar)
                {
                    Part(fields, changed.MarketId, "indicative");
                }

                string[] call = changed.AuctionId == 0 ? [] :
                [
                    $"auction={changed.Auction.ToString().ToUpperInvariant()}", $"auctionId={changed.AuctionId}",
                    $"earliestEndNs={changed.EarliestEndNs}",
                ];
                Part(fields, changed.MarketId, "state", [
                    $"state={changed.State.ToString().ToUpperInvariant()}", $"cause={Codes.Of(changed.Cause)}",
                    $"engineTimeNs={timeNs}", .. call]);
                break;
            case EventType.AuctionIndicated:
                var indicated = item.Body<AuctionIndicated>();
                string[] price = indicated.HasPrice == 0 ? [] : [$"priceTicks={indicated.PriceTicks}"];
                string[] side = indicated.SurplusSide == 0 ? [] : [$"surplusSide={Codes.Of(indicated.SurplusSide)}"];
                Part(fields, indicated.MarketId, "indicative", [
                    $"auctionId={indicated.AuctionId}", $"volumeLots={indicated.VolumeLots}",
                    $"surplusLots={indicated.SurplusLots}", $"engineTimeNs={timeNs}", .. price, .. side]);
                break;
            case EventType.AuctionUncrossed:
                Part(fields, item.Body<AuctionUncrossed>().MarketId, "indicative");
                break;
            case EventType.MarkPriceChanged:
                var mark = item.Body<MarkPriceChanged>();
                Part(fields, mark.MarketId, "mark", $"priceTicks={mark.PriceTicks}", $"engineTimeNs={timeNs}");
                break;
            case EventType.IndexPriceChanged:
                var index = item.Body<IndexPriceChanged>();
                Part(fields, index.MarketId, "index", $"priceTicks={index.PriceTicks}", $"engineTimeNs={timeNs}");
                break;
            default:
                break;
        }
    }

    /// <summary>A part is replaced whole; without fields it is gone.</summary>
    private static void Part(Dictionary<string, string> fields, uint market, string part, params string[] now)
    {
        var key = $"{Prefix}market:{market}:{part} ";
        foreach (var old in fields.Keys.Where(name => name.StartsWith(key, StringComparison.Ordinal)).ToList())
        {
            fields.Remove(old);
        }

        foreach (var field in now)
        {
            var split = field.IndexOf('=', StringComparison.Ordinal);
            fields[key + field[..split]] = field[(split + 1)..];
        }
    }
}
