using DexExtra.Bench;
using DexExtra.Bench.Capacity;
using DexExtra.Bench.Scenarios;

const string Usage = """
    usage: bench SCENARIO [options] [--out FILE.json]
      engine     [--orders N]                 the engine alone, one thread
      core --input FILE [--mode book|engine] [--prefill K] [--runs N] [--cpu N] [--clock cpu]
                                              a workload file through the book or the whole engine; prints JSON
      core --generate realistic|matchheavy|deep --output FILE [--seed S] [--operations N] [--prefill K]
      core --all [--limit PROGRAM] [--cpu N] [--runs N] [--seed S] [--folder DIR]
                                              all workloads in both modes, in pairs with the practical limit
      slices     [--orders N]                 longest command of the engine while very many orders are at stake
      roundtrip  [--orders N] [--checkpoint yes] [--real-time P] [--folder DIR]
                                              one signed order in flight over TCP, fsync on; again beside snapshots
      load       [--rate N] [--seconds N] [--real-time P] [--folder DIR]
                                              open loop over TCP, fsync on, every second order trades
      capacity   [--from N] [--factor-percent F] [--seconds N] [--sessions N] [--load L] [--baseline FILE]
                 [--real-time P] [--folder DIR] [--out DIR]
                                              rising rates of mixed orders until the venue no longer keeps up,
                                              overload, recovery; a page and JSON, hardware for L messages/s
      restart    [--commands N] [--orders N] [--behind N] [--compare yes] [--folder DIR]
                                              a long log, a snapshot behind its end → first order accepted
      feed       [--clients N] [--markets M] [--hz K] [--slow S] [--slow-ms C] [--seconds N]
                                              mixed feed connections: bytes each, messages/s, age, gaps
      all        engine, roundtrip and load with their defaults
    """;
var arguments = new Arguments(args);
try
{
    switch (args.FirstOrDefault())
    {
        case "engine":
            EngineOnly.Run(arguments).Write(arguments.Text("--out"));
            return 0;
        case "core":
            CoreBench.Run(arguments);
            return 0;
        case "slices":
            LongestSlice.Run(arguments).Write(arguments.Text("--out"));
            return 0;
        case "roundtrip":
            (await RoundTrip.RunAsync(arguments)).Write(arguments.Text("--out"));
            return 0;
        case "load":
            (await OpenLoop.RunAsync(arguments)).Write(arguments.Text("--out"));
            return 0;
        case "capacity":
            await CapacityRun.RunAsync(arguments);
            return 0;
        case "restart":
            Restart.Run(arguments).Write(arguments.Text("--out"));
            return 0;
        case "feed":
            (await FeedLoad.RunAsync(arguments)).Write(arguments.Text("--out"));
            return 0;
        case null or "all":
            EngineOnly.Run(arguments);
            await RoundTrip.RunAsync(arguments);
            await OpenLoop.RunAsync(arguments);
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (BenchException error)
{
    Console.Error.WriteLine($"bench: {error.Message}");
    return 1;
}
