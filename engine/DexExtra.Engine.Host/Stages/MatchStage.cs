using DexExtra.Messages;
using DexExtra.Ring;

namespace DexExtra.Engine.Host.Stages;

/// <summary>
/// Stage 2b, its own thread (pinned where cores allow): applies each command to the engine, which is owned by this
/// thread alone, and leaves the frame of events in the event ring. Runs beside the journal; nothing of it is visible
/// outside before the publish stage has seen the journal's sequence (ADR 0004).
/// </summary>
internal readonly struct MatchStage(Engine engine, EventRing events, CommandsAhead ahead) : IEventHandler<CommandSlot>
{
    public void OnEvent(CommandSlot data, long sequence, bool endOfBatch)
    {
        var position = events.Reserve();
        var sink = new EventFrameWriter(events.Buffer, EventRing.OffsetOf(position));
        ahead.MoveTo(sequence);
        engine.Apply(data.Command, ref sink);
        data.FramePosition = position;
        data.FrameLength = sink.Frame.Length;
        events.Commit(sink.Frame.Length);
    }
}
