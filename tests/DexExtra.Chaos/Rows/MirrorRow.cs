using DexExtra.RealParts;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// RED-01: Redis is killed, emptied, stalled, stopped or filled with garbage. The venue starts and trades without it,
/// the rows are complete, and the mirror comes back by itself.
/// </summary>
internal static class MirrorRow
{
    private const int Frames = 150;
    private const int Kinds = 6;

    public static async Task RunAsync(RowRun run)
    {
        var server = await Servers.PostgresAsync();
        var redis = await Servers.RedisAsync();
        await run.OnRigsAsync(
            Enumerable.Range(0, run.Runs),
            Kinds,
            first => DatabaseRig.StartAsync(unchecked((run.Seed * 31) + first), server, redis.Endpoint),
            async (rig, index) =>
            {
                await rig.UntilRowsAsync(Frames);
                await BreakAsync(run, redis, rig, Shuffle.Pick([.. Enumerable.Range(0, Kinds)], run.Seed, index));
                await rig.UntilRowsAsync(Frames);
                await Eventually.TrueAsync(
                    async () => await rig.Persistence.HealthAsync() is { } health
                        && health.TryGetProperty("mirror", out var mirror) && mirror.ToString() == "ok",
                    "the mirror is well again");
                run.Outcome.Survive();
            },
            rig => rig.FinishAsync());
    }

    private static async Task BreakAsync(RowRun run, RedisProcess redis, DatabaseRig rig, int kind)
    {
        switch (kind)
        {
            case 0:
                await redis.KillAsync();
                await rig.UntilRowsAsync(Frames);
                await redis.StartAsync();
                break;
            case 1:
                await redis.CommandAsync("FLUSHALL");
                break;
            case 2:
                await redis.CommandAsync("DEBUG", "SLEEP", "2");
                break;
            case 3:
                await redis.CommandAsync("SET", "dexextra:{test}:market:1:bids", "garbage");
                break;
            case 4:
                await redis.CommandAsync("CONFIG", "SET", "maxmemory", "1");
                await rig.UntilRowsAsync(Frames);
                await redis.CommandAsync("CONFIG", "SET", "maxmemory", "0");
                break;
            default: // the venue starts while the mirror is away
                await redis.KillAsync();
                await rig.Persistence.KillAsync();
                rig.Persistence.Start();
                await rig.UntilRowsAsync(Frames);
                await redis.StartAsync();
                break;
        }

        string[] names = ["killed", "emptied", "stalled", "garbage", "full", "absent at start"];
        run.Outcome.Note(names[kind], 0);
    }
}
