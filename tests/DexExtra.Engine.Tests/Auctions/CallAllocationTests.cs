using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>ENG-03: calls, indications and uncrossings allocate nothing either.</summary>
[Trait("rule", "ENG-03")]
[Collection(AloneCollection.Name)]
public sealed class CallAllocationTests
{
    private const int WarmUp = 20_000;
    private const int Commands = 200_000;

    [Fact]
    public void A_batch_market_under_load_allocates_nothing()
    {
        var engine = new Engine(Venue.SmallOptions with { MaxUnsettledMatches = 4_000_000 });
        var load = new OrderLoad();
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        load.SetUp(engine, ref sink);
        engine.State.Markets[0].SetRules(TradingRules.Default with { BatchIntervalMs = 100, CollarTicks = 40 });
        engine.State.Markets[0].State = MarketState.Halted;
        var resume = new SetMarketState { MarketId = TestMarkets.Plain, State = MarketState.Continuous };
        var command = new byte[Limits.MaxCommandBytes];
        var length = CommandCodec.Write(command, CommandType.SetMarketState, in resume, 0, 0);
        engine.Apply(load.StampNext(command, length), ref sink);
        Run(engine, load, WarmUp, ref sink);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(engine, load, Commands, ref sink);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(engine.View.NextMatchId > Commands / 50, "the load trades");
        Assert.True(engine.State.Markets[0].Call.Id > 100, "one call follows the other");
        engine.Audit();
    }

    private static void Run(Engine engine, OrderLoad load, int commands, ref EventFrameWriter sink)
    {
        for (var count = 0; count < commands; count++)
        {
            engine.Apply(load.Next(), ref sink);
        }
    }
}
