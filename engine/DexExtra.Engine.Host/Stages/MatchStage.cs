using DexExtra.Messages;
using DexExtra.Ring;

namespace DexExtra.Engine.Host.Stages;

/// <summary>
/// Stage 2b, its own thread (pinned where cores allow): applies each command to the engine, which is owned by this
/// thread alone, and leaves the frame of events in the event ring. Runs beside the journal; nothing of it is visible
/// outside before the publish stage has seen the journal's sequence (ADR 0004).
/// </summary>
internal readonly struct MatchStage(Engine engine, EventRing events, CommandsAhead ahead, StageTimes times)
    : IEventHandler<CommandSlot>
{
    public void OnEvent(CommandSlot data, long sequence, bool endOfBatch)
    {
        var begun = data.SequencedAtNs == 0 ? 0 : StageTimes.NowNs();
        var position = events.Reserve();
        var sink = new EventFrameWriter(events.Buffer, EventRing.OffsetOf(position));
        ahead.MoveTo(sequence);
        engine.Apply(data.Command, ref sink);
        data.FramePosition = position;
        data.FrameLength = sink.Frame.Length;
        events.Commit(sink.Frame.Length);
        if (begun != 0)
        {
            times.MatchWait.Record(begun - data.SequencedAtNs);
            times.Match.Record(StageTimes.NowNs() - begun);
        }
    }
}
