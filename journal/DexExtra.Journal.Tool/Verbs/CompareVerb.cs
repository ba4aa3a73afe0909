using System.Text.Json.Nodes;
using DexExtra.Journal.Inspection;
using DexExtra.Messages.Text;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>Two logs of one kind, record by record: the first difference with both places and both contents.</summary>
internal static class CompareVerb
{
    public static int Run(IReadOnlyList<string> folders, TextWriter stdout, TextWriter stderr)
    {
        if (folders is not [var left, var right])
        {
            throw ToolException.Arguments("name two folders of command logs or of event logs");
        }

        var progress = new Progress(stderr);
        var storage = new LogStorage(progress);
        var isCommands = IsCommandLog(storage, left);
        if (isCommands != IsCommandLog(storage, right))
        {
            throw ToolException.Arguments("one is a command log, the other an event log");
        }

        var extension = isCommands ? ".journal" : ".events";
        progress.Total = storage.BytesOf(left, extension) + storage.BytesOf(right, extension);
        using var one = Open(storage, left, isCommands);
        using var other = Open(storage, right, isCommands);
        var difference = FirstDifference(one, other, progress);
        stdout.WriteLine(JsonText.Format(difference ?? new JsonObject { ["equalThrough"] = one.Sequence }));
        return difference is null ? ToolExit.Good : ToolExit.Damage;
    }

    private static JsonObject? FirstDifference(RecordStream one, RecordStream other, Progress progress)
    {
        while (true)
        {
            var (hasOne, hasOther) = (one.MoveNext(), other.MoveNext());
            if (!hasOne && !hasOther)
            {
                return null;
            }

            if (!hasOne || !hasOther)
            {
                return new JsonObject
                {
                    ["difference"] = $"the {(hasOne ? "second" : "first")} log ends",
                    ["sequence"] = hasOne ? one.Sequence : other.Sequence,
                    [hasOne ? "first" : "second"] = Side(hasOne ? one : other),
                };
            }

            progress.Sequence = one.Sequence;
            if (one.Sequence != other.Sequence || !one.Record.AsSpan().SequenceEqual(other.Record))
            {
                return new JsonObject
                {
                    ["difference"] = one.Sequence != other.Sequence
                        ? "the logs hold different sequences here"
                        : $"byte {one.Record.AsSpan().CommonPrefixLength(other.Record)}",
                    ["sequence"] = one.Sequence,
                    ["first"] = Side(one),
                    ["second"] = Side(other),
                };
            }
        }
    }

    private static JsonObject Side(RecordStream records) => new()
    {
        ["file"] = records.Place.Path,
        ["offset"] = records.Place.Offset,
        ["sequence"] = records.Sequence,
        ["holds"] = records.Decode(),
    };

    private static RecordStream Open(LogStorage storage, string folder, bool isCommands) => isCommands
        ? RecordStream.Commands(storage, folder, Refuse)
        : RecordStream.Events(storage, folder, Refuse);

    private static void Refuse(LogItem damage)
    {
        if (!damage.IsTornTail)
        {
            throw ToolException.Damage(damage.ToString());
        }
    }

    private static bool IsCommandLog(LogStorage storage, string folder)
    {
        var files = storage.ListFiles(folder);
        var isCommands = files.Any(file => file.EndsWith(".journal", StringComparison.Ordinal));
        return isCommands || files.Any(file => file.EndsWith(".events", StringComparison.Ordinal))
            ? isCommands
            : throw ToolException.Arguments($"{folder} holds no log");
    }
}
