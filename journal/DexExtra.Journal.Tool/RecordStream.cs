using System.Text.Json.Nodes;
using DexExtra.Journal.Inspection;
using DexExtra.Journal.Storage;
using DexExtra.Messages.Text;

namespace DexExtra.Journal.Tool;

/// <summary>
/// The records of a log one by one, commands or frames of events, with the place of each; damage is handed to the
/// caller, who stops or lets it read on. One thread.
/// </summary>
internal sealed class RecordStream : IDisposable
{
    private readonly CommandLogCursor? _commands;
    private readonly EventLogCursor? _events;
    private readonly Action<LogItem> _onDamage;
    private byte[] _payload = [];
    private int _at;

    private RecordStream(CommandLogCursor? commands, EventLogCursor? events, Action<LogItem> onDamage)
    {
        _commands = commands;
        _events = events;
        _onDamage = onDamage;
    }

    public LogItem Place { get; private set; } = new(LogItemKind.SegmentEnd, string.Empty, 0, 0, 0, 0, string.Empty);

    public long Sequence { get; private set; }

    public byte[] Record { get; private set; } = [];

    public static RecordStream Commands(IStorage storage, string folder, Action<LogItem> onDamage) =>
        new(new CommandLogCursor(storage, folder), null, onDamage);

    public static RecordStream Events(IStorage storage, string folder, Action<LogItem> onDamage) =>
        new(null, new EventLogCursor(storage, folder), onDamage);

    /// <summary>False at the end of the log.</summary>
    public bool MoveNext() => _commands is null ? NextFrame() : NextCommand();

    /// <summary>The record decoded: a command, or the events of a frame.</summary>
    public JsonNode Decode() => _commands is not null
        ? CommandJson.Describe(Sequence, Record, PlainNames.Instance)
        : new JsonArray([.. EventJson.Describe(Record, PlainNames.Instance)]);

    public void Dispose()
    {
        _commands?.Dispose();
        _events?.Dispose();
    }

    private bool NextFrame()
    {
        while (_events!.MoveNext())
        {
            var item = _events.Current;
            if (item.Kind == LogItemKind.Record)
            {
                (Place, Sequence, Record) = (item, item.FirstSequence, _events.Payload.ToArray());
                return true;
            }

            ReportDamage(item);
        }

        return false;
    }

    private bool NextCommand()
    {
        while (_at == _payload.Length)
        {
            if (!_commands!.MoveNext())
            {
                return false;
            }

            var item = _commands.Current;
            if (item.Kind == LogItemKind.Batch)
            {
                (Place, Sequence) = (item, item.FirstSequence - 1);
                (_payload, _at) = (_commands.Payload.ToArray(), 0);
            }

            ReportDamage(item);
        }

        ReadOnlySpan<byte> rest = _payload.AsSpan(_at);
        Record = CommandLogCursor.NextRecord(ref rest).ToArray();
        _at = _payload.Length - rest.Length;
        Sequence++;
        return true;
    }

    private void ReportDamage(LogItem item)
    {
        if (item.Kind == LogItemKind.Damage)
        {
            _onDamage(item);
        }
    }
}
