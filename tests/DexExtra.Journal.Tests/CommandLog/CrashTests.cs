using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

/// <summary>
/// Crashes before and after every storage call; what was acknowledged is there, nothing else ever is.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Seed = 20_261;
    private const int ShortRuns = 8;
    private static readonly CrashMode[] Modes =
        [CrashMode.KeepAll, CrashMode.LoseUnsynced, CrashMode.Tear, CrashMode.Tear];

    // restarts after few batches cover takeovers of takeovers and an empty log; the long run rotates 50 times
    [Fact]
    [Trait("rule", "JRN-01")]
    [Trait("rule", "JRN-14")]
    public void Every_crash_point_of_a_long_run_keeps_what_was_acknowledged()
        => Assert.True(CrashEverywhere([0, 0, 1, 0, 0, 3, 4, 1, 5, 8, 2, 60, 9, 0, 150], Seed) > 6000);

    [Fact]
    [Trait("rule", "JRN-01")]
    [Trait("rule", "JRN-14")]
    public void Every_crash_point_of_many_short_runs_keeps_what_was_acknowledged()
    {
        int points = 0;
        for (int seed = Seed + 1; seed <= Seed + ShortRuns; seed++)
        {
            var random = new Random(seed);
            points += CrashEverywhere([.. Enumerable.Range(0, 16).Select(_ => random.Next(7))], seed);
        }
        Assert.True(points > 12_000, $"{points} points");
    }

    // P1, P2: every storage call, before and after, in every mode
    private int CrashEverywhere(int[] batchesPerStart, int seed)
    {
        var random = new Random(seed);
        var storage = new FaultyStorage();
        long acknowledged = 0;
        long appended = 0;
        int points = 0;
        storage.OnCall = _ =>
        {
            foreach (CrashMode mode in Modes)
            {
                RecoverAndContinue(storage.ForkCrashed(mode, random), acknowledged, appended);
                points++;
            }
        };
        foreach (int batches in batchesPerStart)
        {
            using CommandLogWriter writer = CommandLogWriter.Open(
                storage, Commands.Folder, acknowledged, Commands.Small);
            Assert.Equal(acknowledged, writer.DurableSequence);
            for (int i = 0; i < batches; i++)
            {
                appended = writer.LastSequence + 3;
                Commands.WriteBatch(writer);
                acknowledged = writer.DurableSequence;
            }
        }
        output.WriteLine($"seed {seed}: {points} crash points");
        return points;
    }

    // JRN-01: a second crash while recovering from the first
    [Fact]
    [Trait("rule", "JRN-01")]
    public void Every_crash_point_of_a_recovery_can_be_recovered_from()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        for (int batches = 0; batches < 14; batches++)
        {
            var storage = new FaultyStorage();
            long acknowledged = batches == 0 ? 0 : Commands.Write(storage, batches);
            FaultyStorage torn = Torn(storage, random);
            torn.OnCall = _ =>
            {
                foreach (CrashMode mode in Modes)
                {
                    RecoverAndContinue(torn.ForkCrashed(mode, random), acknowledged, acknowledged + 3);
                }
            };
            using CommandLogWriter writer = CommandLogWriter.Open(torn, Commands.Folder, acknowledged, Commands.Small);
            Assert.InRange(writer.DurableSequence, acknowledged, acknowledged + 3);
        }
    }

    /// <summary>The storage as it is when power is lost while the next batch is being written.</summary>
    private static FaultyStorage Torn(FaultyStorage storage, Random random)
    {
        FaultyStorage? torn = null;
        using CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small);
        storage.OnCall = call => torn ??= call == ">write" ? storage.ForkCrashed(CrashMode.Tear, random) : null;
        Commands.WriteBatch(writer);
        storage.OnCall = null;
        return torn!;
    }

    private static void RecoverAndContinue(FaultyStorage storage, long acknowledged, long appended)
    {
        using (CommandLogWriter writer = CommandLogWriter.Open(storage, Commands.Folder, acknowledged, Commands.Small))
        {
            Assert.InRange(writer.DurableSequence, acknowledged, Math.Max(acknowledged, appended));
            Commands.WriteBatch(writer);
            acknowledged = writer.DurableSequence;
        }
        Assert.Equal(acknowledged, Commands.ReadAndCheck(storage).LastSequence);
    }
}
