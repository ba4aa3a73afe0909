using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Snapshots.Files;
using DexExtra.Transport;

namespace DexExtra.Engine.Host;

/// <summary>
/// What the producers' streams prove to have been durable: a stream is released only behind a sync. A last batch that
/// was durable but published to nobody looks like a torn one when it rots; what was released of the streams tells the
/// two apart. Then the start is refused before anything is cut (ADR 0023).
/// </summary>
internal sealed class StreamEvidence(string streamsFolder)
{
    /// <summary>Before a tail is cut: the streams must not have been released of anything in it.</summary>
    /// <exception cref="FatalException">They were (Storage).</exception>
    public void DemandBeforeCut(
        RecoveryReport report, IStorage storage, string journalFolder, SnapshotHeader? snapshot)
    {
        if (report.Cut is not { } cut)
        {
            return;
        }

        Dictionary<uint, SourcePosition> held = [];
        foreach (var stream in snapshot?.Streams ?? [])
        {
            held[stream.SourceId] = new SourcePosition(stream.SessionId, stream.Position);
        }

        var handler = new Handler(held);
        CommandLogReader.Read(
            storage, journalFolder, new CommandLogRange { After = snapshot?.Anchor }, ref handler);
        Demand(held, report.LastSequence, $"; {cut}");
    }

    /// <summary>The log must hold all that was released of each stream.</summary>
    /// <exception cref="FatalException">It does not (Storage).</exception>
    public void Demand(IReadOnlyDictionary<uint, SourcePosition> held, long lastSequence, string detail = "")
    {
        var directory = new StreamDirectory(streamsFolder);
        directory.Refresh();
        foreach (var stream in directory.Streams.Where(stream => stream.Status == StreamStatus.Ready))
        {
            var released = StreamRepair.ReleasedPosition(stream);
            var position = held.TryGetValue(stream.SourceId, out var taken) && taken.SessionId == stream.SessionId
                ? taken.Position
                : 0;
            if (released > position)
            {
                throw new FatalException(
                    ExitCodes.Storage,
                    $"durable data was lost: the stream of source {stream.SourceId} was released up to {released}, the "
                    + $"command log recovers up to sequence {lastSequence} and holds the stream up to {position} only"
                    + $"{detail}; see \"A durable batch is gone\" in docs/RUNBOOK.md");
            }
        }
    }

    private readonly struct Handler(Dictionary<uint, SourcePosition> held) : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
            ref readonly var header = ref CommandCodec.Header(record);
            if (header.SourceId != 0)
            {
                held[header.SourceId] = new SourcePosition(header.SourceSession, header.SourcePosition);
            }
        }
    }
}
