using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Messages;

namespace DexExtra.Journal.Tool;

/// <summary>
/// An engine that is fed from a command log as the host feeds its own, with the skip list. One thread.
/// </summary>
internal sealed class EngineReplay(Engine.Engine engine, SkipList skips)
{
    private readonly Engine.Engine _engine = engine;
    private readonly byte[] _frame = GC.AllocateUninitializedArray<byte>(Limits.MaxEventFrameBytes);

    public long Sequence => _engine.View.Sequence;

    /// <summary>Applies one command; returns its frame of events, valid until the next call.</summary>
    /// <exception cref="InvariantViolationException">A poison command (ENG-06).</exception>
    public ReadOnlySpan<byte> Apply(long sequence, ReadOnlySpan<byte> command)
    {
        var sink = new EventFrameWriter(_frame);
        if (skips.Contains(sequence, command))
        {
            _engine.Skip(sequence, command, ref sink);
        }
        else
        {
            _engine.Apply(command, ref sink);
        }

        return sink.Frame;
    }

    /// <summary>Passes over a command that is not in the skip list yet.</summary>
    public void Skip(long sequence, ReadOnlySpan<byte> command)
    {
        var sink = new EventFrameWriter(_frame);
        _engine.Skip(sequence, command, ref sink);
    }

    /// <summary>As 16 hex digits.</summary>
    public string StateHash() => _engine.StateHash().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    public void Audit() => _engine.Audit();
}
