namespace DexExtra.Engine.Host.Tests;

/// <summary>P3: the event log is a pure function of the command log.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task A_lost_event_log_is_regenerated_byte_for_byte()
    {
        using var engine = new EngineUnderTest();
        var before = await RunSomeDepositsAsync(engine);
        Directory.Delete(engine.EventsFolder, recursive: true);

        await engine.StartAsync();
        Assert.Equal(before, Frames(engine).Take(before.Count));
    }

    [Fact]
    public async Task A_damaged_event_log_is_regenerated_from_the_damage_on()
    {
        using var engine = new EngineUnderTest();
        var before = await RunSomeDepositsAsync(engine);
        var segment = Directory.GetFiles(engine.EventsFolder, "*.events").Order().First();
        using (var file = File.OpenHandle(segment, access: FileAccess.ReadWrite))
        {
            var bytes = new byte[1];
            var offset = before.Take(before.Count / 2).Sum(frame => frame.Length);
            RandomAccess.Read(file, bytes, offset);
            bytes[0] ^= 0x10;
            RandomAccess.Write(file, bytes, offset);
        }

        await engine.StartAsync();
        Assert.Equal(before, Frames(engine).Take(before.Count));
    }

    private static async Task<List<byte[]>> RunSomeDepositsAsync(EngineUnderTest engine)
    {
        await engine.StartAsync();
        using var producer = new CommandProducer(engine, 1);
        producer.ListAsset();
        for (ulong id = 1; id <= 300; id++)
        {
            producer.Deposit(id);
        }

        using (var tally = new EventTally(engine.EventsFolder))
        {
            await tally.WaitForDepositsAsync(300);
        }

        Assert.Equal(0, await engine.StopAsync());
        return Frames(engine);
    }

    private static List<byte[]> Frames(EngineUnderTest engine)
    {
        using var tally = new EventTally(engine.EventsFolder);
        tally.ReadAll();
        return tally.Frames;
    }
}
