using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Ring;
using DexExtra.Transport;

namespace DexExtra.Engine.Host.Stages;

/// <summary>
/// Stage 3, its own thread, behind both journal and match: appends each frame to the event log, where followers of
/// other processes see it at once, and rings their doorbell once per batch. This is the only exit of the engine.
/// </summary>
internal readonly struct PublishStage(EventRing events, EventLogWriter log, Doorbell doorbell, StageTimes times)
    : IEventHandler<CommandSlot>
{
    public void OnEvent(CommandSlot data, long sequence, bool endOfBatch)
    {
        var frame = events.Frame(data.FramePosition, data.FrameLength);
        log.Append(CommandCodec.Header(data.Command).Sequence, frame);
        events.Release(data.FramePosition + data.FrameLength);
        if (data.SequencedAtNs != 0)
        {
            times.Total.Record(StageTimes.NowNs() - data.SequencedAtNs);
        }

        if (endOfBatch)
        {
            doorbell.Ring();
        }
    }
}
