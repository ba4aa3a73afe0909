using DexExtra.Chaos.Load;
using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;

namespace DexExtra.Chaos.Watch;

/// <summary>
/// Reads the command log that a fault left behind and holds it against what was published and what was acknowledged:
/// P1 nothing acknowledged is missing or changed, P2 a contiguous prefix without repeats, P3 the engine makes the same
/// frames from it again, P4 money is conserved. Remembers what it has seen, so that later logs must begin with it.
/// One thread, and no engine process while it reads.
/// </summary>
internal sealed class ShadowVenue(int seed)
{
    private readonly Engine.Engine _engine = new(new EngineOptions { HashSeed = (ulong)seed });
    private readonly LoadScript _script = new(seed);
    private readonly List<UInt128> _records = [];
    private readonly List<UInt128> _frames = [];
    private readonly List<string> _problems = [];
    private readonly byte[] _frame = new byte[Limits.MaxEventFrameBytes];
    private long _read;
    private long _timestampNs;
    private int _compared;

    /// <summary>Last sequence of the log.</summary>
    public long LastSequence => _records.Count;

    /// <summary>Commands of the load that are in the log.</summary>
    public long Commands => _script.Count;

    public ulong StateHash => _engine.StateHash();

    /// <summary>Acknowledged frames that the log could not have produced, so far.</summary>
    public long Lost { get; private set; }

    /// <summary>Reads the log and returns everything that is wrong, in the words of the promises.</summary>
    public IReadOnlyList<string> Read(string journalFolder, AckFollower acknowledged)
    {
        _problems.Clear();
        _problems.AddRange(acknowledged.TakeProblems());
        _read = 0;
        var handler = new Handler(this);
        try
        {
            CommandLogReader.Read(FileStorage.Instance, journalFolder, ref handler);
        }
        catch (RecoveryRefusedException error)
        {
            _problems.Add($"P1: the log is refused: {error.Message}");
        }

        if (_read < LastSequence)
        {
            _problems.Add($"P2: the log ends at {_read} and was {LastSequence} long");
        }

        CompareFrames(acknowledged.Digests());
        CheckMoney();
        return [.. _problems];
    }

    private void OnRecord(long sequence, ReadOnlySpan<byte> record)
    {
        _read = sequence;
        var digest = AckFollower.Digest(record);
        if (sequence <= LastSequence)
        {
            Check(_records[(int)sequence - 1] == digest, "P1", sequence, "is not the record that stood there before");
            return;
        }

        Check(sequence == LastSequence + 1, "P2", sequence, "does not follow the record before it");
        CheckCommand(sequence, record);
        var sink = new EventFrameWriter(_frame);
        _engine.Apply(record, ref sink);
        _records.Add(digest);
        _frames.Add(AckFollower.Digest(sink.Frame));
    }

    private void CheckCommand(long sequence, ReadOnlySpan<byte> record)
    {
        ref readonly var header = ref CommandCodec.Header(record);
        Check(header.Sequence == sequence, "P2", sequence, $"carries the sequence {header.Sequence}");
        Check(header.TimestampNs >= _timestampNs, "P2", sequence, "has a time before that of the command before it");
        _timestampNs = header.TimestampNs;
        if (header.SourceId == 0)
        {
            // the sequencer's own: ticks, and the switch of the space guard (ADR 0020)
            var isOwn = header.Type is CommandType.Tick or CommandType.SetVenueState;
            Check(isOwn, "P2", sequence, $"{header.Type} that nobody sent");
            return;
        }

        var sent = _script.Next();
        ref readonly var wanted = ref CommandCodec.Header(sent);
        Check(
            header.CorrelationId == wanted.CorrelationId, "P2", sequence,
            $"is command {header.CorrelationId} of the load where {wanted.CorrelationId} belongs");
        Check(
            header.Type == wanted.Type && record[CommandHeader.SizeBytes..].SequenceEqual(sent[CommandHeader.SizeBytes..]),
            "P1", sequence, "is not the command that was sent");
    }

    private void CompareFrames(IReadOnlyList<UInt128> acknowledged)
    {
        var missing = acknowledged.Count - LastSequence;
        if (missing > 0)
        {
            Lost += missing;
            _problems.Add($"P1: {missing} acknowledged commands are not in the log, which ends at {LastSequence}");
        }

        for (; _compared < Math.Min(acknowledged.Count, _frames.Count); _compared++)
        {
            Check(
                acknowledged[_compared] == _frames[_compared], "P3", _compared + 1,
                "was acknowledged with events that replay does not produce");
        }
    }

    /// <summary>The engine's own audit, and the sums of the load's accounts by a second way.</summary>
    private void CheckMoney()
    {
        try
        {
            _engine.Audit();
        }
        catch (InvariantViolationException error)
        {
            _problems.Add($"P4: {error.Message}");
        }

        var view = _engine.View;
        Int128 sum = view.Fees(1);
        foreach (var account in LoadScript.AllAccounts)
        {
            var balance = view.Balance(in account, 1);
            sum += balance.Available + balance.Held;
        }

        foreach (var market in LoadScript.AllMarkets)
        {
            sum += view.Pool(market);
        }

        if (sum != _script.Deposited || sum != view.Deposited(1))
        {
            _problems.Add($"P4: {sum} in the venue, {_script.Deposited} deposited");
        }
    }

    private void Check(bool holds, string promise, long sequence, string what)
    {
        const int ProblemsMax = 10;
        if (!holds && _problems.Count < ProblemsMax)
        {
            _problems.Add($"{promise}: sequence {sequence} {what}");
        }
    }

    private readonly struct Handler(ShadowVenue venue) : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record) => venue.OnRecord(sequence, record);
    }
}
