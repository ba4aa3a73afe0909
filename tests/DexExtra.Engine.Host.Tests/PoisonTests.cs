using System.Text.Json.Nodes;
using DexExtra.Messages;

namespace DexExtra.Engine.Host.Tests;

/// <summary>
/// ENG-06, the drill: a command breaks an invariant in the running venue, which halts and halts again at every start,
/// until an operator has it passed over. Real processes with a planted bug.
/// </summary>
[Trait("rule", "ENG-06")]
public sealed class PoisonTests
{
    private const long PoisonAmount = 666;
    private const long PoisonSequenceMin = 21;

    [Fact]
    public async Task A_poison_command_halts_every_start_until_it_is_marked_and_the_log_stays_one_function()
    {
        using var planted = new PlantedPrograms();
        using var engine = new EngineUnderTest { Command = EngineUnderTest.ProgramIn(planted.HostFolder) };
        await engine.StartAsync();
        using var producer = new CommandProducer(engine, 1);
        using (var before = new EventTally(engine.EventsFolder))
        {
            producer.ListAsset();
            for (ulong id = 1; id <= 20; id++)
            {
                producer.Deposit(id);
            }

            await before.WaitForDepositsAsync(20);
        }

        producer.Deposit(21, PoisonAmount);
        producer.Deposit(22);
        Assert.Equal(70, (await engine.ExitAsync()).ExitCode);
        var poison = await RestartFailsAsync(engine);
        Assert.InRange(poison, PoisonSequenceMin, long.MaxValue);
        Assert.Equal(poison, await RestartFailsAsync(engine));

        var early = await planted.RunToolAsync(
            "mark-skip", "--config", engine.ConfigFile, "--sequence", $"{poison - 1}", "--reason", "wrong one");
        Assert.Equal(1, early.ExitCode);
        var (exit, output, errors) = await planted.RunToolAsync(
            "mark-skip", "--config", engine.ConfigFile, "--sequence", $"{poison}", "--reason", "the drill");
        Assert.True(exit == 0, errors);
        var marked = JsonNode.Parse(output)!;
        Assert.Equal("Deposit", marked["command"]!.ToString());
        Assert.Contains("a planted invariant", marked["failure"]!.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(marked["stateHashBefore"]!.ToString(), marked["stateHashAfter"]!.ToString());

        await engine.StartAsync();
        producer.Deposit(21);
        var frames = await FramesWithDepositsAsync(engine, 21);
        AssertSkipped(frames[(int)poison - 1], poison);
        Assert.Equal(0, await engine.StopAsync());

        // the same log through the engine without the bug: the skip holds, the events are the same
        engine.Command = EngineUnderTest.ProgramIn(AppContext.BaseDirectory);
        Directory.Delete(engine.EventsFolder, recursive: true);
        await engine.StartAsync();
        Assert.Equal(frames, (await FramesWithDepositsAsync(engine, 21)).Take(frames.Count));
        Assert.Equal(0, await engine.StopAsync());
    }

    /// <summary>The sequence that the start names.</summary>
    private static async Task<long> RestartFailsAsync(EngineUnderTest engine)
    {
        engine.Launch();
        var (exitCode, log) = await engine.ExitAsync();
        Assert.Equal(70, exitCode);
        Assert.Contains("breaks an invariant: ", log, StringComparison.Ordinal);
        Assert.Contains("A poison command", log, StringComparison.Ordinal);
        const string Before = "the command with sequence ";
        var text = log[(log.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..].Split(' ')[0];
        return long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<List<byte[]>> FramesWithDepositsAsync(EngineUnderTest engine, int deposits)
    {
        using var tally = new EventTally(engine.EventsFolder);
        while (tally.Deposits.Count < deposits)
        {
            tally.ReadAll();
            await Task.Delay(5);
        }

        return [.. tally.Frames];
    }

    private static void AssertSkipped(byte[] frame, long sequence)
    {
        List<CommandRejected> rejections = [];
        foreach (var item in new EventFrame(frame))
        {
            Assert.Equal(EventType.CommandRejected, item.Type);
            rejections.Add(item.Body<CommandRejected>());
        }

        Assert.Equal(
            [(CommandType.Deposit, CommandRejectReason.SkippedByOperator, (ulong)sequence)],
            rejections.Select(rejection => (rejection.CommandType, rejection.Reason, rejection.Reference)));
    }
}
