using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests;

/// <summary>ENG-03, and the rough single-thread figure. DEXEXTRA_COMMANDS raises the number of commands.</summary>
[Trait("rule", "ENG-03")]
[Collection(AloneCollection.Name)]
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int WarmUp = 20_000;

    [Fact]
    public void A_million_commands_allocate_nothing()
    {
        const int commands = 1_000_000;
        var engine = new Engine(Venue.SmallOptions with { MaxUnsettledMatches = 4_000_000 });
        var load = new OrderLoad();
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        load.SetUp(engine, ref sink);
        Run(engine, load, WarmUp, ref sink);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(engine, load, commands, ref sink);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        engine.Audit();
        Assert.True(engine.View.NextMatchId > commands / 10, "the load trades");
        output.WriteLine($"{commands} commands, {engine.View.NextMatchId - 1} matches, {engine.View.OpenOrders} open");
    }

    private static void Run(Engine engine, OrderLoad load, int commands, ref EventFrameWriter sink)
    {
        for (var count = 0; count < commands; count++)
        {
            engine.Apply(load.Next(), ref sink);
        }
    }
}
