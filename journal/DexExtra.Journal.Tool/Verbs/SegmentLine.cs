using System.Text.Json.Nodes;
using DexExtra.Journal.Inspection;
using DexExtra.Messages.Text;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>What `inspect` adds up for one segment. One thread.</summary>
internal sealed class SegmentLine
{
    private long _units;
    private long _firstSequence;
    private long _lastSequence;
    private long _firstNs;
    private long _lastNs;

    public bool IsTorn { get; set; }

    public void Add(LogItem item, long timestampNs)
    {
        if (_units++ == 0)
        {
            (_firstSequence, _firstNs) = (item.FirstSequence, timestampNs);
        }

        (_lastSequence, _lastNs) = (item.LastSequence, timestampNs);
    }

    /// <summary>The line of the segment that ended; the next one starts from nothing.</summary>
    public JsonObject Take(string log, LogItem end)
    {
        var line = new JsonObject
        {
            ["log"] = log,
            ["segment"] = Path.GetFileName(end.Path),
            ["bytes"] = end.LengthBytes,
            ["usedBytes"] = end.Offset,
            [log == "commands" ? "batches" : "records"] = _units,
        };
        if (_units > 0)
        {
            line["firstSequence"] = _firstSequence;
            line["lastSequence"] = _lastSequence;
            line["firstTime"] = CommandJson.Time(_firstNs);
            line["lastTime"] = CommandJson.Time(_lastNs);
        }

        line["end"] = IsTorn ? "TORN" : end.Offset < end.LengthBytes ? "FREE_SPACE" : "FULL";
        (_units, IsTorn) = (0, false);
        return line;
    }
}
