using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Messages;

namespace DexExtra.Journal.Tool;

/// <summary>Drives an engine over the whole command log, verified as a start verifies it. One thread.</summary>
internal static class Replay
{
    /// <summary>What to do with a command; false stops the walk.</summary>
    public delegate bool OnCommand(long sequence, ReadOnlySpan<byte> command);

    /// <exception cref="RecoveryRefusedException">A start would refuse this log.</exception>
    /// <exception cref="ToolException">A command breaks an invariant.</exception>
    public static void Run(ToolContext context, OnCommand onCommand)
    {
        var handler = new Handler(context, onCommand);
        try
        {
            CommandLogReader.Read(context.Storage, context.Places.Journal, ref handler);
        }
        catch (StopException)
        {
            // the caller has what it wanted
        }
    }

    /// <summary>The engine of this log with its skip list.</summary>
    public static EngineReplay Engine(ToolContext context) =>
        new(context.Places.EngineOptions(), SkipList.Read(context.Storage, context.Places.Journal));

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
