using System.Text.Json.Nodes;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>
/// The engine over the command log: every frame of events it makes is held against the event log byte for byte, and
/// state hashes are told.
/// </summary>
internal static class ReplayVerb
{
    public static void Run(ToolContext context)
    {
        var to = context.Arguments.Number("--to", long.MaxValue);
        var every = context.Arguments.Number("--every", 0);
        var engine = Replay.Engine(context);
        using var events = context.Places.Events is { } folder
            ? RecordStream.Events(context.Storage, folder, item => throw ToolException.Damage($"event log: {item}"))
            : null;
        var (equal, missing) = (0L, 0L);
        Replay.Run(context, (sequence, command) =>
        {
            if (sequence > to)
            {
                return false;
            }

            var frame = engine.Apply(sequence, command);
            if (events is not null && IsEqual(events, sequence, frame))
            {
                equal++;
            }
            else
            {
                missing++;
            }

            if (every > 0 && sequence % every == 0)
            {
                context.Write(Hash(engine));
            }

            return true;
        });
        engine.Audit();
        var line = context.Arguments.Has("--hash") || every > 0
            ? Hash(engine)
            : new JsonObject { ["sequence"] = engine.Sequence };
        line["equalFrames"] = equal;
        line["missingFrames"] = missing;
        context.Write(line);
    }

    /// <summary>False when the event log ends before this sequence.</summary>
    /// <exception cref="ToolException">It holds other bytes.</exception>
    private static bool IsEqual(RecordStream events, long sequence, ReadOnlySpan<byte> frame)
    {
        while (events.Sequence < sequence)
        {
            if (!events.MoveNext())
            {
                return false;
            }
        }

        if (events.Sequence > sequence)
        {
            return false;
        }

        var common = frame.CommonPrefixLength(events.Record);
        return common == frame.Length && common == events.Record.Length
            ? true
            : throw ToolException.Damage(
                $"{events.Place.Path} offset {events.Place.Offset} sequence {sequence}: replay makes other events, "
                + $"first different at byte {common} of the frame");
    }

    private static JsonObject Hash(EngineReplay engine) =>
        new() { ["sequence"] = engine.Sequence, ["stateHash"] = engine.StateHash() };
}
