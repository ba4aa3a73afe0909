using System.Globalization;
using DexExtra.Ring.Threads;

namespace DexExtra.Bench.Core;

/// <summary>
/// Measures one mode on one workload: first the trades in full, then timed runs, each on a book or engine of its own
/// after the prefill, last a run with a timer around each operation. Before them runs that nobody times, so that the
/// compiler is done.
/// </summary>
internal sealed class CoreMeasurement
{
    private const int WarmUps = 3;
    private static readonly TimeSpan CompilerRest = TimeSpan.FromMilliseconds(300);

    private readonly WorkloadRecord[] _records;
    private readonly int _prefill;
    private readonly PriceRange _range;
    private readonly int _mostOpen;

    public CoreMeasurement(WorkloadRecord[] records, int prefill)
    {
        _records = records;
        _prefill = prefill;
        _range = PriceRange.Of(records);
        var book = new BookRun(records, _range, _range.NewOrders + 1);
        Expected = book.Verify();
        _mostOpen = book.MostOpen;
    }

    /// <summary>The trades as the book makes them.</summary>
    public TradeTally Expected { get; }

    /// <summary>The trades as a mode makes them; nothing is timed.</summary>
    public TradeTally Verify(string mode) => Create(mode).Verify();

    /// <exception cref="BenchException">The mode's trades are not those of the book.</exception>
    public CoreFigures Measure(string mode, int runs)
    {
        var tally = Verify(mode);
        if (tally.Hash != Expected.Hash || tally.Trades != Expected.Trades)
        {
            throw new BenchException($"{mode}: trade hash {tally.Hash}, the book's is {Expected.Hash}");
        }

        WarmUp(mode);
        var rates = new double[runs];
        _batches = new BatchTimes();
        var (bytes, collections) = (long.MaxValue, int.MaxValue);
        for (var run = 0; run < runs; run++)
        {
            rates[run] = RunOnce(mode, ref bytes, ref collections);
        }

        var range = RateRange.Of(rates);
        return new CoreFigures(
            mode, _records.Length, _prefill, runs, range, 1e9 / range.Median, _batches.Figures(),
            TimeEach(mode), tally.Trades, tally.QuantityLots, tally.Notional.ToString(CultureInfo.InvariantCulture),
            tally.Hash.ToString("x16", CultureInfo.InvariantCulture), bytes, collections);
    }

    /// <summary>Operations per second after the prefill, of one run.</summary>
    public double RunOnce(string mode) => RunOnce(mode, ref _unused.Bytes, ref _unused.Collections);

    private (long Bytes, int Collections) _unused;
    private BatchTimes _batches = new();

    private void WarmUp(string mode)
    {
        for (var run = 0; run < WarmUps; run++)
        {
            RunOnce(mode);
            Thread.Sleep(CompilerRest);
        }
    }

    private double RunOnce(string mode, ref long fewestBytes, ref int fewestCollections)
    {
        var run = Create(mode);
        ResidentMemory.Prepare();
        run.Play(0, _prefill, new BatchTimes());
        _batches.Reserve((_records.Length / CommandFeed.BatchRecords) + 1);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var collections = GC.CollectionCount(0);
        var ns = run.Play(_prefill, _records.Length, _batches);
        fewestBytes = Math.Min(fewestBytes, GC.GetAllocatedBytesForCurrentThread() - bytes);
        fewestCollections = Math.Min(fewestCollections, GC.CollectionCount(0) - collections);
        return (_records.Length - _prefill) / (ns / 1e9);
    }

    private Percentiles TimeEach(string mode)
    {
        var run = Create(mode);
        ResidentMemory.Prepare();
        run.Play(0, _prefill, new BatchTimes());
        var ticks = new long[_records.Length - _prefill];
        run.PlayTimed(_prefill, _records.Length, ticks);
        return Percentiles.Of(ticks);
    }

    private ICoreRun Create(string mode) => mode switch
    {
        "book" => new BookRun(_records, _range, _mostOpen + 1),
        "engine" => new EngineRun(_records, _range, _mostOpen, Expected.Trades),
        _ => throw new BenchException($"no mode '{mode}': book or engine"),
    };
}
