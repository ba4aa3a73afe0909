using System.Runtime.CompilerServices;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Money;
using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Money;

/// <summary>
/// The money run itself: an engine that is wrong about one number is found out, the commands shrink to the few that it
/// takes, and what is written says them, their events and the number.
/// </summary>
[Trait("rule", "F7")]
public sealed class MoneyShrinkTests
{
    private const int Trials = 2_000;

    [Fact]
    public void A_wrong_number_shrinks_to_the_commands_that_it_takes()
    {
        var run = new MoneyRun(MoneyProfile.Draw("full", 3), 3, venue => new WrongVenue(venue));
        var difference = run.Run(3_000);
        Assert.NotNull(difference);
        var folder = Directory.CreateTempSubdirectory("money-shrink").FullName;
        try
        {
            var said = new List<string>();
            var small = new DisagreementFile(folder, Trials, said.Add).Write(run, difference);

            // an asset, a market, two deposits and two orders; a name or two more where they are not free to go
            Assert.InRange(small.Count, 4, 10);
            var path = Path.Combine(folder, "money-full-3");
            var text = File.ReadAllLines(path + ".txt");
            Assert.StartsWith("!!! fee: ", text[^1], StringComparison.Ordinal);
            Assert.Equal(small.Count, text.Count(line => line.StartsWith("command ", StringComparison.Ordinal)));
            var scenario = ScenarioRunner.Run(File.ReadAllLines(path + ".jsonl"), options => new EngineVenue(options));
            Assert.Empty(scenario.Differences);
            Assert.Equal(small.Count, scenario.Frames.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Says one unit too much of the buyer's fee in every trade of two lots or more.</summary>
    private sealed class WrongVenue(IVenue venue) : IVenue
    {
        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
        {
            var frame = venue.Apply(command).ToArray();
            foreach (var item in new EventFrame(frame))
            {
                if (item.Type == EventType.Traded && item.Body<Traded>().QuantityLots >= 2)
                {
                    Unsafe.AsRef(in item.Body<Traded>()).Buy.Fee++;
                }
            }

            return frame;
        }
    }
}
