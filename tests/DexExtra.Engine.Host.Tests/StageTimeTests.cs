using System.Text.RegularExpressions;

namespace DexExtra.Engine.Host.Tests;

/// <summary>Where the time of commands goes: histograms of the stages, and how they are published.</summary>
public sealed partial class StageTimeTests
{
    private const int Seed = 20261124;

    /// <summary>Beside a sorted list: never more than there are, and nothing missing that is a sixteenth below the limit.</summary>
    [Fact]
    public void Counts_are_those_of_a_sorted_list_within_a_sixteenth()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 50; round++)
        {
            var histogram = new TimeHistogram();
            var all = new List<long>();
            for (var index = 0; index < 1 + random.Next(2_000); index++)
            {
                var ns = random.NextInt64(1L << random.Next(1, 62));
                histogram.Record(ns);
                all.Add(ns);
            }

            all.Sort();
            Assert.Equal(all.Count, histogram.Count);
            Assert.Equal(all[^1], histogram.LongestNs);
            Assert.Equal(all.Count, histogram.CountAtMost(long.MaxValue));
            var limit = all[random.Next(all.Count)];
            var surely = histogram.CountAtMost(limit);
            Assert.InRange(surely, all.Count(ns => ns <= limit - (limit / 16) - 1), all.Count(ns => ns <= limit));
        }
    }

    [Fact]
    public void Nothing_recorded_is_no_time_and_a_clock_that_went_back_counts_as_none()
    {
        var histogram = new TimeHistogram();
        Assert.Equal((0, 0), (histogram.Count, histogram.LongestNs));

        histogram.Record(-5);

        Assert.Equal((1, 0), (histogram.Count, histogram.LongestNs));
        Assert.Equal(1, histogram.CountAtMost(0));
    }

    [Fact]
    public void One_command_of_so_many_is_timed()
    {
        var times = new StageTimes(8);

        var timed = Enumerable.Range(0, 32).Where(sequence => times.StampFor(sequence) != 0);

        Assert.Equal([0, 8, 16, 24], timed);
    }

    [Fact]
    public async Task The_engine_publishes_how_long_each_stage_took()
    {
        using var engine = new EngineUnderTest();
        await engine.StartAsync();
        const int Deposits = 200;
        using (var producer = new CommandProducer(engine, 1))
        using (var tally = new EventTally(engine.EventsFolder))
        {
            producer.ListAsset();
            for (var deposit = 1; deposit <= Deposits; deposit++)
            {
                producer.Deposit((ulong)deposit);
            }

            await tally.WaitForDepositsAsync(Deposits);
        }

        var metrics = await engine.MetricsAsync();

        foreach (var stage in new[] { "match_wait", "match", "journal_wait", "journal_sync", "total" })
        {
            var counts = Bucket().Matches(metrics).Where(line => line.Groups["stage"].Value == stage)
                .Select(line => double.Parse(line.Groups["count"].Value, null)).ToArray();
            Assert.Equal(22, counts.Length);
            Assert.Equal(counts.Order(), counts);
            Assert.True(counts[^1] > 0, stage);
        }
    }

    [GeneratedRegex("""dexextra_engine_stage_seconds_bucket\{stage="(?<stage>\w+)",le="[^"]+"\} (?<count>\S+)""")]
    private static partial Regex Bucket();
}
