using DexExtra.Engine.Tests.Harness;
using DexExtra.Engine.Tests.Reference;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests;

[Trait("rule", "ENG-02")]
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void The_same_commands_give_the_same_bytes_and_hash_whatever_the_hash_seed(int seed)
    {
        var options = DifferentialTests.Tight;
        var first = new Engine(options);
        var second = new Engine(options with { HashSeed = 0xDEAD_BEEF });
        var firstStream = new CommandStream(seed);
        var secondStream = new CommandStream(seed);
        var firstSink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        var secondSink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        for (var count = 0; count < 20_000; count++)
        {
            first.Apply(firstStream.Next(), ref firstSink);
            second.Apply(secondStream.Next(), ref secondSink);
            Assert.True(firstSink.Frame.SequenceEqual(secondSink.Frame), $"seed {seed} command {count}");
            if (count % 500 == 0)
            {
                Assert.Equal(first.StateHash(), second.StateHash());
            }
        }
    }

    [Fact]
    public void Every_kind_of_command_changes_the_hash()
    {
        var venue = Venue.Open();
        var seen = new HashSet<ulong> { venue.Engine.StateHash() };
        venue.Tick();
        Assert.True(seen.Add(venue.Engine.StateHash()));
        venue.Deposit(Traders.Alice, 1);
        Assert.True(seen.Add(venue.Engine.StateHash()));
        venue.Sell(Traders.Bob, 1, 40);
        Assert.True(seen.Add(venue.Engine.StateHash()));
        venue.Buy(Traders.Alice, 1, 40);
        Assert.True(seen.Add(venue.Engine.StateHash()));
        venue.Settle(SettlementState.Queued, 1, 1);
        Assert.True(seen.Add(venue.Engine.StateHash()));
    }
}
