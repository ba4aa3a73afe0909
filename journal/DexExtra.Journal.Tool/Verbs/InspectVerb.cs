using System.Text.Json.Nodes;
using DexExtra.Journal.Inspection;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>What is in the logs: a line per segment, or one batch, or one command with its events.</summary>
internal static class InspectVerb
{
    public static void Run(ToolContext context)
    {
        var batch = context.Arguments.Number("--batch", -1);
        var sequence = context.Arguments.Number("--sequence", -1);
        if (batch >= 0)
        {
            OneBatch(context, batch);
        }
        else if (sequence >= 0)
        {
            OneSequence(context, sequence);
        }
        else
        {
            CommandSegments(context);
            EventSegments(context);
        }
    }

    private static void CommandSegments(ToolContext context)
    {
        using var cursor = new CommandLogCursor(context.Storage, context.Places.Journal);
        var segment = new SegmentLine();
        while (cursor.MoveNext())
        {
            var item = cursor.Current;
            switch (item.Kind)
            {
                case LogItemKind.Batch:
                    segment.Add(item, TimeOfFirst(cursor.Payload));
                    context.Progress.Sequence = item.LastSequence;
                    break;
                case LogItemKind.Damage:
                    Report(context, item);
                    segment.IsTorn |= item.IsTornTail;
                    break;
                default:
                    context.Write(segment.Take("commands", item));
                    break;
            }
        }
    }

    private static void EventSegments(ToolContext context)
    {
        if (context.Places.Events is not { } folder)
        {
            return;
        }

        using var cursor = new EventLogCursor(context.Storage, folder);
        var segment = new SegmentLine();
        while (cursor.MoveNext())
        {
            var item = cursor.Current;
            switch (item.Kind)
            {
                case LogItemKind.Record:
                    segment.Add(item, new EventFrame(cursor.Payload).Header.TimestampNs);
                    break;
                case LogItemKind.Damage:
                    context.Damage(item.ToString());
                    break;
                default:
                    context.Write(segment.Take("events", item));
                    break;
            }
        }
    }

    private static void OneBatch(ToolContext context, long number)
    {
        using var cursor = new CommandLogCursor(context.Storage, context.Places.Journal);
        while (cursor.MoveNext())
        {
            if (cursor.Current.Kind == LogItemKind.Damage)
            {
                Report(context, cursor.Current);
            }
            else if (cursor.Current.Batch is { } batch && batch.BatchNumber == number)
            {
                context.Write(Header(cursor.Current, batch));
                WriteCommands(context, batch, cursor.Payload);
                return;
            }
        }

        throw ToolException.Damage($"there is no batch {number}");
    }

    private static void WriteCommands(ToolContext context, BatchInfo batch, ReadOnlySpan<byte> payload)
    {
        for (var sequence = batch.FirstSequence; sequence <= batch.LastSequence; sequence++)
        {
            var command = CommandLogCursor.NextRecord(ref payload);
            context.Write(CommandJson.Describe(sequence, command, PlainNames.Instance));
        }
    }

    private static void OneSequence(ToolContext context, long sequence)
    {
        var isFound = false;
        var journal = context.Places.Journal;
        using (var commands = RecordStream.Commands(context.Storage, journal, item => Report(context, item)))
        {
            isFound = Find(context, commands, sequence);
        }

        if (context.Places.Events is { } folder)
        {
            using var events = RecordStream.Events(context.Storage, folder, item => context.Damage(item.ToString()));
            isFound |= Find(context, events, sequence);
        }

        if (!isFound)
        {
            throw ToolException.Damage($"there is no sequence {sequence}");
        }
    }

    private static bool Find(ToolContext context, RecordStream records, long sequence)
    {
        while (records.MoveNext() && records.Sequence <= sequence)
        {
            context.Progress.Sequence = records.Sequence;
            if (records.Sequence == sequence)
            {
                context.Write(new JsonObject
                {
                    ["file"] = Path.GetFileName(records.Place.Path),
                    ["offset"] = records.Place.Offset,
                    ["sequence"] = sequence,
                    ["bytes"] = records.Record.Length,
                    ["holds"] = records.Decode(),
                });
                return true;
            }
        }

        return false;
    }

    private static JsonObject Header(LogItem item, BatchInfo batch) => new()
    {
        ["file"] = Path.GetFileName(item.Path),
        ["offset"] = item.Offset,
        ["bytes"] = item.LengthBytes,
        ["segmentNumber"] = batch.SegmentNumber,
        ["batchNumber"] = batch.BatchNumber,
        ["firstSequence"] = batch.FirstSequence,
        ["lastSequence"] = batch.LastSequence,
        ["durableUpTo"] = batch.DurableUpTo,
        ["epoch"] = batch.Epoch,
        ["payloadBytes"] = batch.PayloadBytes,
        ["crc"] = batch.Crc.ToString("x8", System.Globalization.CultureInfo.InvariantCulture),
        ["previousCrc"] = batch.PreviousCrc.ToString("x8", System.Globalization.CultureInfo.InvariantCulture),
        ["isTakeover"] = batch.IsTakeover,
    };

    private static long TimeOfFirst(ReadOnlySpan<byte> payload)
    {
        var command = CommandLogCursor.NextRecord(ref payload);
        return command.Length >= CommandHeader.SizeBytes ? CommandCodec.Header(command).TimestampNs : 0;
    }

    /// <summary>A torn tail is what recovery cuts: said, but no damage.</summary>
    private static void Report(ToolContext context, LogItem item)
    {
        if (item.IsTornTail)
        {
            context.Remark($"{item}; a torn tail, which a start cuts unless somebody has seen it");
        }
        else
        {
            context.Damage(item.ToString());
        }
    }
}
