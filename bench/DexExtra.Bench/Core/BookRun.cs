using System.Diagnostics;

namespace DexExtra.Bench.Core;

/// <summary>The production book alone (<c>--mode book</c>).</summary>
internal sealed class BookRun : ICoreRun
{
    private const int StepDistance = 4;

    private readonly WorkloadRecord[] _records;
    private readonly BookDriver _book;

    public BookRun(WorkloadRecord[] records, PriceRange range, int maxOpenOrders)
    {
        _records = records;
        _book = new BookDriver(range.FloorTicks, range.CapTicks, maxOpenOrders);
    }

    /// <summary>Most orders that are open at a time.</summary>
    public int MostOpen { get; private set; }

    public double Play(int from, int to, BatchTimes batches)
    {
        var trades = new CountedTrades();
        var first = RunClock.Now();
        var started = first;
        for (var index = from; index < to; index += CommandFeed.BatchRecords)
        {
            var end = Math.Min(to, index + CommandFeed.BatchRecords);
            Play(index, end, ref trades);
            var now = RunClock.Now();
            batches.Add(now - started, end - index);
            started = now;
        }

        return started - first;
    }

    private void Play(int from, int to, ref CountedTrades trades)
    {
        for (var index = from; index < to; index++)
        {
            LookAhead(index);
            _book.Apply(in _records[index], ref trades);
        }
    }

    public void PlayTimed(int from, int to, Span<long> ticks)
    {
        var trades = new CountedTrades();
        for (var index = from; index < to; index++)
        {
            var started = Stopwatch.GetTimestamp();
            LookAhead(index);
            _book.Apply(in _records[index], ref trades);
            ticks[index - from] = Stopwatch.GetTimestamp() - started;
        }
    }

    /// <summary>As the engine does with the commands that it knows already (CommandLookahead).</summary>
    private void LookAhead(int index)
    {
        if (index + (3 * StepDistance) < _records.Length)
        {
            _book.FetchId(in _records[index + (3 * StepDistance)]);
            _book.FetchOrder(in _records[index + (2 * StepDistance)]);
            _book.FetchNeighbours(in _records[index + StepDistance]);
        }
    }

    public TradeTally Verify()
    {
        var trades = new HashedTrades();
        foreach (ref readonly var record in _records.AsSpan())
        {
            _book.Apply(in record, ref trades);
            MostOpen = Math.Max(MostOpen, _book.Count);
        }

        return trades.Tally;
    }
}
