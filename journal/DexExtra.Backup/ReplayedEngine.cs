using System.Globalization;
using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Snapshots;

namespace DexExtra.Backup;

/// <summary>
/// An engine that is fed from a command log as the host feeds its own, with the skip list. One thread.
/// </summary>
internal sealed class ReplayedEngine(EngineSnapshot start, SkipList skips)
{
    private readonly byte[] _frame = GC.AllocateUninitializedArray<byte>(Limits.MaxEventFrameBytes);

    /// <summary>What to do with the frame of a command.</summary>
    public delegate void OnFrame(long sequence, ReadOnlySpan<byte> frame);

    /// <summary>As 16 hexadecimal digits.</summary>
    public string StateHash => Format(start.Engine.StateHash());

    public static string Format(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Applies everything behind the engine's start, then audits it.</summary>
    /// <returns>The last command of the log.</returns>
    /// <exception cref="RecoveryRefusedException">A start would refuse this log.</exception>
    /// <exception cref="InvariantViolationException">A command breaks an invariant (ENG-06).</exception>
    public long Run(IStorage storage, string journal, OnFrame onFrame)
    {
        var handler = new Handler(this, onFrame);
        var range = new CommandLogRange { After = start.Header?.Anchor };
        var report = CommandLogReader.Read(storage, journal, range, ref handler);
        start.Engine.Audit();
        return report.LastSequence;
    }

    private void Apply(long sequence, ReadOnlySpan<byte> command, OnFrame onFrame)
    {
        var sink = new EventFrameWriter(_frame);
        if (skips.Contains(sequence, command))
        {
            start.Engine.Skip(sequence, command, ref sink);
        }
        else
        {
            start.Engine.Apply(command, ref sink);
        }

        onFrame(sequence, sink.Frame);
    }

    private readonly struct Handler(ReplayedEngine engine, OnFrame onFrame) : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record) => engine.Apply(sequence, record, onFrame);
    }
}
