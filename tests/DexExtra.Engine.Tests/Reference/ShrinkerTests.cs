using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// The differential tool itself: a venue that is wrong about one thing is found out, the commands shrink to the few
/// that it takes, and the scenario written from them sends the same bytes.
/// </summary>
[Trait("rule", "ENG-01")]
public sealed class ShrinkerTests
{
    [Fact]
    public void A_planted_difference_shrinks_to_the_commands_that_it_takes()
    {
        var run = new DifferentialRun(StreamProfile.Draw("mixed", 5), 5, Planted);
        var difference = run.Run(5_000);
        Assert.NotNull(difference);
        var shrinker = new Shrinker(run.Replay, 4_000);
        var small = shrinker.Shrink(run.Commands);
        // an asset, a market, an order or two deposits and the two orders that trade
        Assert.InRange(small.Count, 4, 8);
        Assert.NotNull(run.Replay(Sequencer.Stamp(small)));
    }

    [Fact]
    public void A_written_scenario_sends_the_same_bytes_again()
    {
        foreach (var name in StreamProfile.Names)
        {
            var run = new DifferentialRun(StreamProfile.Draw(name, 9), 9, EngineAndReference.ReferenceOnly);
            Assert.Null(run.Run(300));
            var commands = Sequencer.Stamp(run.Commands);
            var lines = ScenarioWriter.Write(name, run.Profile.Options, commands, new ReferenceVenue(run.Profile.Options));
            var result = ScenarioRunner.Run(lines, options => new ReferenceVenue(options));
            Assert.Empty(result.Differences);
            Assert.Equal(commands.Count, result.Frames.Count);
            Assert.All(commands.Zip(result.Frames), pair => Assert.Equal(Plain(pair.First), Plain(pair.Second.Command)));
            Assert.InRange(lines.Count(line => line.StartsWith("{\"do\": \"raw\"", StringComparison.Ordinal)), 0, 60);
        }
    }

    [Fact]
    public void A_stream_depends_on_its_seed_and_nothing_else()
    {
        var first = new DifferentialRun(StreamProfile.Draw("mixed", 3), 3, EngineAndReference.ReferenceOnly);
        var second = new DifferentialRun(StreamProfile.Draw("mixed", 3), 3, EngineAndReference.ReferenceOnly);
        Assert.Null(first.Run(500));
        Assert.Null(second.Run(500));
        Assert.Equal(first.Commands.Select(command => command.Bytes), second.Commands.Select(command => command.Bytes));
    }

    private static VenuePair Planted(EngineOptions options) =>
        new(new WrongVenue(new ReferenceVenue(options)), new ReferenceVenue(options));

    /// <summary>Without what only the sequencer's inputs say and an engine never answers.</summary>
    private static byte[] Plain(byte[] command)
    {
        var copy = command.ToArray();
        ref var header = ref CommandCodec.Header(copy.AsSpan());
        (header.CorrelationId, header.ReceivedNs) = (0, 0);
        return copy;
    }

    /// <summary>Gets the flags of every trade of two lots or more wrong.</summary>
    private sealed class WrongVenue(ReferenceVenue venue) : IVenue
    {
        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
        {
            var frame = venue.Apply(command).ToArray();
            foreach (var item in new EventFrame(frame))
            {
                if (item.Type == EventType.Traded && item.Body<Traded>().QuantityLots >= 2)
                {
                    System.Runtime.CompilerServices.Unsafe.AsRef(in item.Body<Traded>()).Flags ^= (TradeFlags)2;
                }
            }

            return frame;
        }
    }
}
