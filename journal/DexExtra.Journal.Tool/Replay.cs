using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Snapshots;

namespace DexExtra.Journal.Tool;

/// <summary>Drives an engine over the whole command log, verified as a start verifies it. One thread.</summary>
internal static class Replay
{
    /// <summary>What to do with a command; false stops the walk.</summary>
    public delegate bool OnCommand(long sequence, ReadOnlySpan<byte> command);

    /// <exception cref="RecoveryRefusedException">A start would refuse this log.</exception>
    /// <exception cref="ToolException">A command breaks an invariant.</exception>
    public static void Run(ToolContext context, OnCommand onCommand) => Run(context, null, onCommand);

    /// <summary>As above, only what stands behind a batch that a snapshot was taken behind.</summary>
    public static void Run(ToolContext context, CommandLogAnchor? after, OnCommand onCommand)
    {
        var handler = new Handler(context, onCommand);
        var range = new CommandLogRange { After = after };
        try
        {
            CommandLogReader.Read(context.Storage, context.Places.Journal, range, ref handler);
        }
        catch (StopException)
        {
            // the caller has what it wanted
        }
    }

    /// <summary>The engine of this log with its skip list.</summary>
    public static EngineReplay Engine(ToolContext context) =>
        new(new Engine.Engine(context.Places.EngineOptions()), SkipList.Read(context.Storage, context.Places.Journal));

    /// <summary>
    /// The engine of the newest usable snapshot below a sequence, and the batch it stands behind; without one a fresh
    /// engine and null. Every snapshot that is passed over is told.
    /// </summary>
    public static (EngineReplay Engine, CommandLogAnchor? After) EngineBelow(ToolContext context, long sequence)
    {
        var skips = SkipList.Read(context.Storage, context.Places.Journal);
        var snapshot = context.Places.Venue is { } venue
            ? EngineSnapshot.LoadNewestBelow(
                FileStorage.Instance, venue.SnapshotsFolder, context.Places.EngineOptions(), sequence, context.Remark)
            : null;
        context.Remark($"replayed from the snapshot of sequence {snapshot?.Header!.Sequence ?? 0}");
        return snapshot is null
            ? (Engine(context), null)
            : (new EngineReplay(snapshot.Engine, skips), snapshot.Header!.Anchor);
    }

    private readonly struct Handler(ToolContext context, OnCommand onCommand) : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
            context.Progress.Sequence = sequence;
            if (!Apply(sequence, record))
            {
                throw new StopException();
            }
        }

        private bool Apply(long sequence, ReadOnlySpan<byte> record)
        {
            try
            {
                return onCommand(sequence, record);
            }
            catch (InvariantViolationException error)
            {
                throw ToolException.Damage(
                    $"sequence {sequence} ({CommandCodec.Header(record).Type}) breaks an invariant: {error.Message}");
            }
        }
    }

    private sealed class StopException : Exception;
}
