using DexExtra.Engine.Ahead;
using DexExtra.Engine.Host.Stages;
using DexExtra.Ring;

namespace DexExtra.Engine.Host.Tests;

public sealed class CommandsAheadTests
{
    private const int Slots = 64;

    [Fact]
    public void The_match_stage_reads_ahead_what_is_published_and_no_further()
    {
        var ring = RingBuffer<CommandSlot>.CreateSingleProducer(
            () => new CommandSlot(), Slots, new YieldingWaitStrategy());
        var ahead = new CommandsAhead(ring, new Engine(new EngineOptions()));
        ring.Publish(ring.Next());
        ahead.MoveTo(0);
        Assert.Equal(0, ahead.Announced);

        ring.Publish(ring.Next());
        ring.Publish(ring.Next());
        _ = ring.Next();
        ahead.MoveTo(1);
        Assert.Equal(2, ahead.Announced);

        for (var sequence = 3; sequence < Slots / 2; sequence++)
        {
            ring.Publish(sequence);
            _ = ring.Next();
        }

        ahead.MoveTo(3);
        Assert.Equal(3 + CommandLookahead.Distance, ahead.Announced);
        ahead.MoveTo((Slots / 2) - 1);
        Assert.Equal((Slots / 2) - 1, ahead.Announced);
    }
}
