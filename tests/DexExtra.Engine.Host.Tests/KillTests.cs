namespace DexExtra.Engine.Host.Tests;

/// <summary>
/// ADR 0012, P1–P3: what a killed engine had taken, it has; what it had not, it takes; nothing twice.
/// </summary>
public sealed class KillTests
{
    private const int Kills = 5;

    [Fact]
    public async Task Every_command_is_taken_exactly_once_across_kills_of_the_engine()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        using var engine = new EngineUnderTest();
        await engine.StartAsync();
        using var producer = new CommandProducer(engine, 1);
        producer.ListAsset();
        using var enough = new CancellationTokenSource();
        var publishing = Task.Run(() =>
        {
            ulong id = 0;
            while (!enough.IsCancellationRequested)
            {
                producer.Deposit(++id);
                Thread.SpinWait(500);
            }

            return (int)id;
        });
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(5, 60));
            await engine.KillAsync();
            await engine.StartAsync();
        }

        await enough.CancelAsync();
        var deposits = await publishing;
        using var tally = new EventTally(engine.EventsFolder);
        await tally.WaitForDepositsAsync(deposits);
        Assert.Equal(Enumerable.Range(1, deposits).Select(id => (ulong)id), tally.Deposits);
    }

    [Fact]
    public async Task A_killed_producer_continues_its_stream()
    {
        using var engine = new EngineUnderTest();
        await engine.StartAsync();
        using (var first = new CommandProducer(engine, 7))
        {
            first.ListAsset();
            first.Deposit(1);
        }

        using (var second = new CommandProducer(engine, 7))
        {
            second.Deposit(2);
        }

        using var tally = new EventTally(engine.EventsFolder);
        await tally.WaitForDepositsAsync(2);
        Assert.Equal([1UL, 2UL], tally.Deposits);
    }

    [Fact]
    public async Task A_clean_stop_publishes_everything_and_exits_0()
    {
        using var engine = new EngineUnderTest();
        await engine.StartAsync();
        using var producer = new CommandProducer(engine, 1);
        producer.ListAsset();
        for (ulong id = 1; id <= 500; id++)
        {
            producer.Deposit(id);
        }

        using var tally = new EventTally(engine.EventsFolder);
        await tally.WaitForDepositsAsync(1);
        Assert.Equal(0, await engine.StopAsync());
        await engine.StartAsync();
        await tally.WaitForDepositsAsync(500);
    }
}
