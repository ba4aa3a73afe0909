using DexExtra.Engine.Host;
using DexExtra.Journal.CommandLog;
using DexExtra.Messages;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Storage;
using DexExtra.Simulation.Venue;
using DexExtra.Simulation.Wires;

namespace DexExtra.Simulation.Checks;

/// <summary>
/// The command log after each start: a contiguous prefix (P2), bit-identical to what was there before (P1), and of each
/// stream exactly the messages that were sent, in their order, once, none that was released missing. One thread.
/// </summary>
internal sealed class LogCheck(SimDisk disk, SimStreams streams)
{
    private readonly List<byte[]> _commands = [];

    /// <summary>The log as the last start found it.</summary>
    public IReadOnlyList<byte[]> Commands => _commands;

    /// <summary>
    /// Null, or which stream gave space back for messages that the log does not hold: its producer cannot send them
    /// again.
    /// </summary>
    public string? Run(RecoveredLog recovered)
    {
        var handler = new Handler(this, []);
        CommandLogReader.Read(new SimHistory(disk), SimFolders.Journal, ref handler);
        BrokenPromiseException.Demand(
            handler.Count == recovered.LastSequence, "P2", $"{handler.Count} records, {recovered.LastSequence} replayed");
        BrokenPromiseException.Demand(
            _commands.Count <= handler.Count, "P1", $"the log ended at {_commands.Count}, now at {handler.Count}");
        foreach (var stream in streams.Current)
        {
            var taken = recovered.Sources.TryGetValue(stream.SourceId, out var position)
                && position.SessionId == stream.SessionId
                ? stream.CountBefore(position.Position)
                : 0;
            if (taken < stream.CountBefore(stream.Released))
            {
                return $"released messages of stream {stream.SourceId} are gone";
            }
        }

        return null;
    }

    private void Take(long sequence, ReadOnlySpan<byte> record, Dictionary<uint, int> taken)
    {
        var isKnown = sequence <= _commands.Count;
        if (isKnown)
        {
            BrokenPromiseException.Demand(
                record.SequenceEqual(_commands[(int)sequence - 1]), "P1", $"command {sequence} is another one now");
        }
        else
        {
            _commands.Add(record.ToArray());
        }

        ref readonly var header = ref CommandCodec.Header(record);
        BrokenPromiseException.Demand(header.Sequence == sequence, "P2", $"command {sequence} says {header.Sequence}");
        if (header.SourceId != 0)
        {
            Compare(sequence, record, taken);
        }
    }

    private void Compare(long sequence, ReadOnlySpan<byte> record, Dictionary<uint, int> taken)
    {
        ref readonly var header = ref CommandCodec.Header(record);
        var stream = streams.Find(header.SourceId, header.SourceSession);
        BrokenPromiseException.Demand(stream is not null, "P2", $"command {sequence} came from nowhere");
        var index = stream!.CountBefore(header.SourcePosition) - 1;
        var expected = taken.GetValueOrDefault(header.SourceSession);
        BrokenPromiseException.Demand(
            index == expected, "P2", $"command {sequence} is message {index} of its stream, not {expected}");
        taken[header.SourceSession] = expected + 1;
        var message = stream.Frames[index].Message;
        ref readonly var sent = ref CommandCodec.Header(message);
        var isSame = record.Length == message.Length && header.Type == sent.Type
            && header.CorrelationId == sent.CorrelationId && header.ReceivedNs == sent.ReceivedNs
            && record[CommandHeader.SizeBytes..].SequenceEqual(message.AsSpan(CommandHeader.SizeBytes));
        BrokenPromiseException.Demand(isSame, "P1", $"command {sequence} is not what was sent");
    }

    private struct Handler(LogCheck check, Dictionary<uint, int> taken) : ICommandLogHandler
    {
        public long Count { get; private set; }

        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
            Count = sequence;
            check.Take(sequence, record, taken);
        }
    }
}
