using DexExtra.Engine.Reference.Streams;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests;

[Trait("rule", "ENG-02")]
public sealed class DeterminismTests
{
    public static TheoryData<string> Profiles => [.. StreamProfile.Names];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_same_commands_give_the_same_bytes_and_hash_whatever_the_hash_seed(string profile)
    {
        const int seed = 11;
        var drawn = StreamProfile.Draw(profile, seed);
        var first = new Engine(drawn.Options);
        var second = new Engine(drawn.Options with { HashSeed = 0xDEAD_BEEF });
        var stream = new CommandStream(drawn, seed);
        var firstSink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        var secondSink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        for (var count = 0; count < 3_000; count++)
        {
            var command = stream.Next();
            first.Apply(command, ref firstSink);
            second.Apply(command, ref secondSink);
            Assert.True(firstSink.Frame.SequenceEqual(secondSink.Frame), $"profile {profile} command {count}");
            stream.Observe(firstSink.Frame);
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
