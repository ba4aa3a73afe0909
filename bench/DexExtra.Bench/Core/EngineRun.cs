using System.Diagnostics;
using System.Numerics;
using DexExtra.Engine;
using DexExtra.Engine.Ahead;
using DexExtra.Messages;

namespace DexExtra.Bench.Core;

/// <summary>
/// The whole engine (<c>--mode engine</c>): every gate, hold, fee, position and link, every event encoded into its
/// frame. Encoding the commands is the sequencer's work: it happens batch by batch outside the measured time.
/// </summary>
internal sealed class EngineRun : ICoreRun
{
    private readonly Engine.Engine _engine;
    private readonly CommandLookahead _lookahead;
    private readonly CommandFeed _feed;
    private readonly byte[] _frame = new byte[Limits.MaxEventFrameBytes];
    private readonly int _count;

    public EngineRun(WorkloadRecord[] records, PriceRange range, int mostOpen, long trades)
    {
        _count = records.Length;
        _engine = new Engine.Engine(OptionsFor(mostOpen, trades));
        _lookahead = new CommandLookahead(_engine);
        _feed = new CommandFeed(records);
        _feed.Prepare(range.FloorTicks, range.CapTicks, command =>
        {
            Apply(command);
        });
    }

    /// <summary>Commands applied so far: a replacement is two.</summary>
    public long Commands => _feed.Sequence;

    public double Play(int from, int to, BatchTimes batches)
    {
        var ns = 0.0;
        for (var index = from; index < to; index += CommandFeed.BatchRecords)
        {
            var end = Math.Min(to, index + CommandFeed.BatchRecords);
            _feed.Encode(index, end);
            var started = RunClock.Now();
            PlayBatch();
            var batchNs = RunClock.Now() - started;
            batches.Add(batchNs, end - index);
            ns += batchNs;
        }

        return ns;
    }

    public void PlayTimed(int from, int to, Span<long> ticks)
    {
        for (var index = from; index < to; index++)
        {
            _feed.Encode(index, index + 1);
            var started = Stopwatch.GetTimestamp();
            PlayBatch();
            ticks[index - from] = Stopwatch.GetTimestamp() - started;
        }
    }

    public TradeTally Verify()
    {
        var trades = new FrameTrades(_feed);
        for (var index = 0; index < _count; index += CommandFeed.BatchRecords)
        {
            _feed.Encode(index, Math.Min(_count, index + CommandFeed.BatchRecords));
            for (var rest = _feed.Batch; !rest.IsEmpty;)
            {
                var length = CommandCodec.Header(rest).Length;
                trades.Read(Apply(rest[..length]));
                rest = rest[length..];
            }
        }

        _engine.Audit();
        return trades.Tally;
    }

    /// <summary>As the match stage does: what is known already is announced before it is applied.</summary>
    private void PlayBatch()
    {
        var known = _feed.Batch;
        for (var ahead = 0; ahead < CommandLookahead.Distance; ahead++)
        {
            known = Announce(known);
        }

        for (var rest = _feed.Batch; !rest.IsEmpty;)
        {
            var length = CommandCodec.Header(rest).Length;
            known = Announce(known);
            Apply(rest[..length]);
            rest = rest[length..];
        }
    }

    private ReadOnlySpan<byte> Announce(ReadOnlySpan<byte> known)
    {
        if (known.IsEmpty)
        {
            _lookahead.AnnounceNothing();
            return known;
        }

        var length = CommandCodec.Header(known).Length;
        _lookahead.Announce(known[..length]);
        return known[length..];
    }

    private ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
    {
        var sink = new EventFrameWriter(_frame);
        _engine.Apply(command, ref sink);
        return sink.Frame;
    }

    /// <summary>The usual capacities, or what the workload needs.</summary>
    private static EngineOptions OptionsFor(int mostOpen, long trades)
    {
        var usual = new EngineOptions();
        return usual with
        {
            MaxOpenOrders = Math.Max(usual.MaxOpenOrders, RoundUp(mostOpen)),
            MaxClientOrderIds = Math.Max(usual.MaxClientOrderIds, 2 * RoundUp(mostOpen)),
            MaxUnsettledMatches = Math.Max(usual.MaxUnsettledMatches, RoundUp(trades)),
        };
    }

    private static int RoundUp(long value) => (int)BitOperations.RoundUpToPowerOf2((ulong)value + 1);
}
