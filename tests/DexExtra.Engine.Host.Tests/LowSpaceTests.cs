using DexExtra.Messages;

namespace DexExtra.Engine.Host.Tests;

/// <summary>
/// JRN-09: a disk that fills up under the running venue. Below two segments of each log it only lets risk go down, below
/// one it halts; nothing is lost, and it goes on by itself when there is space.
/// </summary>
[Trait("rule", "JRN-09")]
public sealed class LowSpaceTests
{
    private const int JournalSegmentMiB = 16;
    private const int EventSegmentMiB = 33;
    private const int UnitMiB = JournalSegmentMiB + EventSegmentMiB; // a segment of each log

    [Fact]
    public async Task A_filling_disk_halts_trading_then_the_venue_and_nothing_is_lost()
    {
        using var disk = SmallDisk.Mount(mebibytes: 10 * UnitMiB);
        using var engine = new EngineUnderTest(new DirectoryInfo(disk.Folder));
        WriteConfig(engine);
        await engine.StartAsync();
        using var producer = new CommandProducer(engine, 1);
        using var switches = new SwitchTally(engine.EventsFolder);
        producer.ListAsset();
        producer.Deposit(1);
        Assert.Equal("AMPLE", await engine.HealthAsync("storage"));

        disk.LeaveFree(UnitMiB * 3 / 2);
        await switches.WaitForAsync(LowSpaceSwitch.On);
        Assert.Equal("LOW", await engine.HealthAsync("storage"));
        producer.Deposit(2); // money that arrives on chain is credited all the same

        disk.GiveBack();
        await switches.WaitForAsync(LowSpaceSwitch.None);
        Assert.Equal("AMPLE", await engine.HealthAsync("storage"));
        producer.Deposit(3);

        disk.LeaveFree(UnitMiB / 2);
        var (exitCode, log) = await engine.ExitAsync();
        Assert.Equal(74, exitCode);
        Assert.Contains("halted, everything accepted is durable", log, StringComparison.Ordinal);

        disk.GiveBack();
        await engine.StartAsync();
        using var tally = new EventTally(engine.EventsFolder);
        await tally.WaitForDepositsAsync(3);
        await switches.WaitForAsync(LowSpaceSwitch.None);
        Assert.Equal([1UL, 2UL, 3UL], tally.Deposits);
    }

    [Fact]
    public async Task A_start_on_a_full_disk_is_refused_with_its_reason()
    {
        using var disk = SmallDisk.Mount(mebibytes: 5 * UnitMiB);
        using var engine = new EngineUnderTest(new DirectoryInfo(disk.Folder));
        WriteConfig(engine);
        await engine.StartAsync();
        await engine.StopAsync();
        disk.LeaveFree(0);
        engine.Launch();
        Assert.Equal(74, (await engine.ExitAsync()).ExitCode);
        disk.GiveBack();
        await engine.StartAsync();
        Assert.Equal(0, await engine.StopAsync());
    }

    private static void WriteConfig(EngineUnderTest engine) => engine.WriteConfig(new
    {
        healthPort = engine.Port,
        tickIntervalMs = 50,
        journalSegmentMiB = JournalSegmentMiB,
        eventSegmentMiB = EventSegmentMiB,
    });
}
