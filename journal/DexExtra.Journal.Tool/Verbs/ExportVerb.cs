using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>Commands or events as JSON lines, by sequence, type, market and account.</summary>
internal static class ExportVerb
{
    public static void Run(ToolContext context)
    {
        var kind = context.Arguments.Words is [var word] ? word : string.Empty;
        var from = context.Arguments.Number("--from", 1);
        var to = context.Arguments.Number("--to", long.MaxValue);
        var filter = new JsonFilter(
            context.Arguments.Number("--market", -1), context.Arguments.Text("--account"),
            context.Arguments.Text("--type"));
        using var records = kind switch
        {
            "commands" => RecordStream.Commands(
                context.Storage, context.Places.Journal, item => context.Damage(item.ToString())),
            "events" => RecordStream.Events(
                context.Storage, context.RequiredEvents, item => context.Damage(item.ToString())),
            _ => throw ToolException.Arguments("say what to export: commands or events"),
        };
        while (records.MoveNext() && records.Sequence <= to)
        {
            context.Progress.Sequence = records.Sequence;
            if (records.Sequence >= from)
            {
                Write(context, records, filter, kind);
            }
        }
    }

    private static void Write(ToolContext context, RecordStream records, JsonFilter filter, string kind)
    {
        if (kind == "commands")
        {
            var command = (JsonObject)records.Decode();
            if (filter.Passes(command, (string?)command["command"]))
            {
                context.Write(command);
            }

            return;
        }

        var header = new EventFrame(records.Record).Header;
        foreach (var item in EventJson.Describe(records.Record, PlainNames.Instance))
        {
            if (filter.Passes(item, (string?)item["event"]))
            {
                item.Insert(0, "sequence", header.Sequence);
                item.Insert(1, "time", CommandJson.Time(header.TimestampNs));
                item.Insert(2, "command", header.CommandType.ToString());
                context.Write(item);
            }
        }
    }
}
