using System.Reflection;
using System.Runtime.InteropServices;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Money;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests;

/// <summary>§18: no command writes more events of a kind than its limits allow, and a frame holds so many.</summary>
public sealed class WorstCountsTests
{
    private const int Commands = 2_500;

    public static TheoryData<EventType> Kinds => [.. Enum.GetValues<EventType>()];

    public static TheoryData<string> Profiles => ["crash", "droughts", "lives", "custody"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_frame_holds_the_most_events_of_each_kind(EventType kind)
    {
        var most = WorstCounts.Of(kind, new EngineOptions());
        var size = EventHeader.SizeBytes + SizeOf(kind);
        Assert.InRange(EventFrameHeader.SizeBytes + (most * size), 1, WorstFrame.Bytes(new EngineOptions()));
    }

    /// <summary>Lives of money with few visits, payments and steps per command, so that the bounds are near.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void Random_lives_stay_within_the_bounds(string name)
    {
        var profile = MoneyProfile.Draw(name, 3);
        CountingVenue? counts = null;
        var run = new MoneyRun(profile, 3, venue => counts = new CountingVenue(venue));
        Assert.Null(run.Run(Commands));
        Assert.NotEmpty(counts!.Most);
        Assert.All(counts.Most, item => Assert.InRange(item.Value, 1, WorstCounts.Of(item.Key, profile.Options)));
    }

    /// <summary>A second that nobody saw coming: each market falls back and is paid out in one command.</summary>
    [Fact]
    public void All_markets_that_fall_back_in_one_second_are_counted()
    {
        const int Markets = 8;
        var venue = LifeCommands.Open(Venue.SmallOptions with { MaxMarkets = Markets });
        for (var id = 2U; id <= Markets; id++)
        {
            venue.Apply(CommandType.CreateMarket, LifeCommands.FreeTerms with { MarketId = id });
        }

        venue.At(LifeCommands.Termination);
        var lines = venue.At(LifeCommands.Deadline);
        var states = lines.Count(line => line.StartsWith("market ", StringComparison.Ordinal));
        Assert.InRange(states, (2 * Markets) - 1, WorstCounts.StatesPerMarket * Markets);
    }

    private static int SizeOf(EventType kind)
    {
        var body = typeof(Traded).Assembly.GetType($"{typeof(Traded).Namespace}.{kind}");
        return body is null ? 0 : (int)(body.GetField("SizeBytes", BindingFlags.Static | BindingFlags.Public)
            ?.GetRawConstantValue() ?? Marshal.SizeOf(body));
    }

    /// <summary>The largest number of each kind in any frame.</summary>
    private sealed class CountingVenue(IVenue venue) : IVenue
    {
        public Dictionary<EventType, long> Most { get; } = [];

        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
        {
            var frame = venue.Apply(command);
            var counts = new Dictionary<EventType, long>();
            foreach (var item in new EventFrame(frame))
            {
                counts[item.Type] = counts.GetValueOrDefault(item.Type) + 1;
            }

            foreach (var (kind, count) in counts)
            {
                Most[kind] = Math.Max(Most.GetValueOrDefault(kind), count);
            }

            return frame;
        }
    }
}
