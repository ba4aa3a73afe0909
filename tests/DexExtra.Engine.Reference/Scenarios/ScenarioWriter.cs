using System.Text.Json.Nodes;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// Writes stamped commands as a scenario that sends exactly these bytes again: in the words of the format where they
/// suffice, by raw fields under <c>set</c> where they do not, as raw bytes where nothing else does.
/// </summary>
public sealed class ScenarioWriter
{
    private readonly ScenarioState _state = new();
    private readonly CommandReader _reader;
    private readonly CommandWriter _writer;
    private long _sequence;
    private long _nowNs = ScenarioClock.StartNs;

    private ScenarioWriter()
    {
        _reader = new CommandReader(_state);
        _writer = new CommandWriter(_state);
    }

    /// <param name="title">What the scenario shows.</param>
    /// <param name="options">The engine's capacities.</param>
    /// <param name="commands">Stamped, from sequence 1.</param>
    /// <param name="expected">Gives the frames to expect; null writes no expectations.</param>
    public static IReadOnlyList<string> Write(
        string title, EngineOptions options, IEnumerable<byte[]> commands, IVenue? expected)
    {
        var writer = new ScenarioWriter();
        List<string> lines = [ScenarioText.Format(Header(title, options, isStrict: expected is not null))];
        foreach (var command in commands)
        {
            lines.Add(ScenarioText.Format(writer.Line(command)));
            if (expected is not null)
            {
                var events = EventJson.Describe(expected.Apply(command), writer._state.Names);
                lines.Add(ScenarioText.FormatExpectation(events));
            }
        }

        return lines;
    }

    private static JsonObject Header(string title, EngineOptions options, bool isStrict)
    {
        var changed = new JsonObject();
        foreach (var property in typeof(EngineOptions).GetProperties()
            .Where(item => item.CanWrite && item.Name != nameof(EngineOptions.HashSeed)))
        {
            var value = property.GetValue(options)!;
            if (!value.Equals(property.GetValue(ScenarioState.DefaultOptions)))
            {
                changed[char.ToLowerInvariant(property.Name[0]) + property.Name[1..]] =
                    value is bool flag ? flag : JsonNode.Parse(value.ToString()!);
            }
        }

        return new JsonObject { ["scenario"] = title, ["strict"] = isStrict, ["options"] = changed };
    }

    private JsonObject Line(byte[] command)
    {
        _sequence++;
        var header = CommandCodec.Header(command);
        var line = _writer.Write(command, _sequence);
        if (header.TimestampNs > _nowNs)
        {
            line["after"] = ScenarioClock.Format(header.TimestampNs - _nowNs);
            _nowNs = header.TimestampNs;
        }

        if (header.Entropy != 0)
        {
            line["entropy"] = FieldText.Number(header.Entropy);
        }

        if (IsExact(line, command))
        {
            return line;
        }

        _state.Names.Forget(_sequence);
        return Raw(line, command);
    }

    /// <summary>Reads the line as a runner would, which also teaches the state the labels of its orders.</summary>
    private bool IsExact(JsonObject line, byte[] command)
    {
        try
        {
            var read = _reader.Read(line, _sequence);
            return read.AsSpan(CommandHeader.SizeBytes..).SequenceEqual(command.AsSpan(CommandHeader.SizeBytes..))
                && read.Length == command.Length && CommandCodec.IsWellFormed(command)
                && CommandCodec.Header(read).Type == CommandCodec.Header(command).Type;
        }
        catch (Exception error) when (error is ScenarioException or OverflowException or InvalidCastException
            or FormatException)
        {
            return false;
        }
    }

    private static JsonObject Raw(JsonObject line, byte[] command)
    {
        var raw = new JsonObject { ["do"] = "raw", ["bytes"] = Convert.ToHexStringLower(command) };
        foreach (var name in (string[])["after", "entropy"])
        {
            if (line[name] is { } value)
            {
                raw[name] = value.DeepClone();
            }
        }

        return raw;
    }
}
