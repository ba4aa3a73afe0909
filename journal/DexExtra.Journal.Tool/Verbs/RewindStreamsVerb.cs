using System.Text.Json.Nodes;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Messages.Text;
using DexExtra.Transport;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>
/// Has the next start take commands a second time from their streams, when the durable batch that held them is gone
/// and nobody was told anything about them (ADR 0023). The venue must be down. What the producers have written over is
/// lost: only with --give-up, by an operator who says why, is such a stream set aside.
/// </summary>
internal static class RewindStreamsVerb
{
    public static void Run(ToolContext context)
    {
        if (context.Places.Venue is not { } venue)
        {
            throw ToolException.Arguments("name the venue: --config FILE");
        }

        var givesUp = context.Arguments.Has("--give-up");
        var reason = givesUp ? context.Arguments.Required("--reason") : string.Empty;
        using var taken = Lock(context);
        var handler = new Handler([]);
        var report = CommandLogReader.Read(context.Storage, context.Places.Journal, ref handler);
        context.Remark($"the command log ends with sequence {report.LastSequence}");
        var directory = new StreamDirectory(venue.StreamsFolder);
        directory.Refresh();
        var lost = 0;
        foreach (var stream in directory.Streams.Where(stream => stream.Status == StreamStatus.Ready))
        {
            lost += Repair(context, stream, handler.HeldOf(stream), givesUp, reason) ? 0 : 1;
        }

        if (lost > 0)
        {
            throw ToolException.Damage(
                $"{lost} streams were written over: bring back a log that holds the batch, or --give-up --reason TEXT");
        }
    }

    /// <summary>False when the commands are gone and were not given up.</summary>
    private static bool Repair(ToolContext context, StreamInfo stream, long held, bool givesUp, string reason)
    {
        var released = StreamRepair.ReleasedPosition(stream);
        var line = new JsonObject
        {
            ["source"] = stream.SourceId,
            ["released"] = EnumText.Number(released),
            ["held"] = EnumText.Number(held),
        };
        var isThere = released <= held || StreamRepair.TryRewind(stream, held);
        line["outcome"] = released <= held ? "NOTHING_LOST"
            : isThere ? "REWOUND"
            : givesUp ? "GIVEN_UP"
            : "WRITTEN_OVER";
        if (!isThere && givesUp)
        {
            line["file"] = StreamRepair.SetAside(stream);
            line["reason"] = reason;
            line["operator"] = $"{Environment.UserName}@{Environment.MachineName}";
        }

        context.Write(line);
        return isThere || givesUp;
    }

    private static IDisposable Lock(ToolContext context)
    {
        try
        {
            return FileStorage.Instance.LockFolder(context.Places.Journal);
        }
        catch (StorageException error) when (error.Errno == Errno.WouldBlock)
        {
            throw ToolException.Damage("the venue is running: stop it first");
        }
    }

    /// <summary>Up to where the log holds each source's newest session.</summary>
    private readonly struct Handler(Dictionary<uint, (uint Session, long Position)> held) : ICommandLogHandler
    {
        public long HeldOf(StreamInfo stream) =>
            held.TryGetValue(stream.SourceId, out var taken) && taken.Session == stream.SessionId ? taken.Position : 0;

        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
            ref readonly var header = ref CommandCodec.Header(record);
            if (header.SourceId != 0)
            {
                held[header.SourceId] = (header.SourceSession, header.SourcePosition);
            }
        }
    }
}
