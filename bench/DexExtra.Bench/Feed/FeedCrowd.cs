namespace DexExtra.Bench.Feed;

/// <summary>All feed connections of a run. One task; what they saw may be asked at any time.</summary>
internal sealed class FeedCrowd(BenchVenue venue, int markets, int[] classes, FeedTimes times) : IAsyncDisposable
{
    private readonly List<FeedProbe> _probes = [];
    private readonly List<FeedTally> _tallies = [];
    private readonly List<Task> _reading = [];

    public FeedTimes Times => times;

    public long Messages => _tallies.Sum(tally => tally.Messages);

    public long Gaps => _tallies.Sum(tally => tally.Gaps);

    /// <summary>Readers that the venue closed; it must be none.</summary>
    public int Ended => _tallies.Count(tally => tally.IsEnded);

    /// <summary>Market sequence of the first connection, which gets every change of the first market.</summary>
    public long BusiestSequence => _tallies[0].Sequence;

    /// <summary>Connects readers and waits until each has its snapshot.</summary>
    /// <exception cref="BenchException">Not within the time given.</exception>
    public async Task AddAsync(int count, int atOnce, int patienceMs)
    {
        var indexes = Enumerable.Range(0, count);
        var probes = new FeedProbe[count];
        var tallies = new FeedTally[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce };
        await Parallel.ForEachAsync(indexes, options, async (index, _) =>
        {
            var market = index % markets;
            var conflation = classes[index / markets % classes.Length];
            probes[index] = await FeedProbe.ConnectAsync(venue.HttpPort, index % 2 == 1, isSlow: false);
            tallies[index] = new FeedTally(times, market == 0, conflation != 0);
            await probes[index].SubscribeAsync((uint)market + 1, conflation);
        });
        _probes.AddRange(probes);
        _tallies.AddRange(tallies);
        _reading.AddRange(indexes.Select(index => probes[index].ReadAsync(tallies[index])));
        var deadlineMs = Environment.TickCount64 + patienceMs;
        while (tallies.Any(tally => !tally.HasSnapshot))
        {
            if (Environment.TickCount64 > deadlineMs)
            {
                throw new BenchException($"{tallies.Count(tally => !tally.HasSnapshot)} connections got no snapshot");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Connects those that ask for the first market's book and never read.</summary>
    public Task AddSlowAsync(int count, int conflationMs, int atOnce) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = atOnce },
        async (index, _) =>
        {
            var probe = await FeedProbe.ConnectAsync(venue.HttpPort, index % 2 == 1, isSlow: true);
            await probe.SubscribeAsync(BenchMarket.MarketId, conflationMs);
            lock (_probes)
            {
                _probes.Add(probe);
            }
        });

    public async ValueTask DisposeAsync()
    {
        foreach (var probe in _probes)
        {
            probe.Dispose();
        }

        await Task.WhenAll(_reading);
    }
}
