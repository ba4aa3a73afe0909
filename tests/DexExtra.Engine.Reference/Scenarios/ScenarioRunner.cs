using System.Text.Json.Nodes;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// Plays a scenario file against a venue: stamps its commands, prints every event, compares with what is expected.
/// The format: docs/scenarios.md.
/// </summary>
public sealed class ScenarioRunner
{
    private readonly ScenarioState _state = new();
    private readonly CommandReader _reader;
    private readonly IVenue _venue;
    private readonly List<string> _output = [];
    private readonly List<string> _differences = [];
    private readonly List<string> _recorded = [];
    private readonly List<(byte[] Command, byte[] Frame)> _frames = [];
    private HashSet<string> _ignored = [];
    private IReadOnlyList<JsonObject>? _events;
    private int _eventsLine;
    private bool _isStrict;
    private long _sequence;
    private long _nowNs = ScenarioClock.StartNs;

    private ScenarioRunner(IVenue venue)
    {
        _venue = venue;
        _reader = new CommandReader(_state);
    }

    /// <param name="lines">The file.</param>
    /// <param name="venue">Makes the venue from the options that the file asks for.</param>
    /// <exception cref="ScenarioException">A line makes no sense; the message has its number.</exception>
    public static ScenarioResult Run(IEnumerable<string> lines, Func<EngineOptions, IVenue> venue)
    {
        var parsed = ScenarioLine.Parse(lines);
        var header = parsed.FirstOrDefault(line => line.Json?.ContainsKey("scenario") == true)?.Json;
        var runner = new ScenarioRunner(venue(OptionsOf(header)));
        runner._isStrict = header?["strict"]?.GetValue<bool>() == true;
        runner._ignored = [.. (header?["ignore"] as JsonArray ?? []).Select(item => item!.ToString())];
        foreach (var line in parsed)
        {
            runner.Play(line);
        }

        runner.Settle();
        return new ScenarioResult(runner._output, runner._differences, runner._recorded) { Frames = runner._frames };
    }

    /// <summary>The small venue of all scenarios, with the capacities that the header names.</summary>
    private static EngineOptions OptionsOf(JsonObject? header)
    {
        var options = ScenarioState.DefaultOptions;
        foreach (var (name, value) in header?["options"] as JsonObject ?? [])
        {
            var property = typeof(EngineOptions).GetProperty(char.ToUpperInvariant(name[0]) + name[1..])
                ?? throw new ScenarioException($"there is no option '{name}'");
            property.SetValue(options, Convert.ChangeType(
                value!.ToString(), property.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
        }

        return options;
    }

    private void Play(ScenarioLine line)
    {
        try
        {
            if (line.IsExpectation)
            {
                Compare(line);
                return;
            }

            Settle();
            _recorded.Add(line.Text);
            if (line.IsCommand)
            {
                _output.Add(line.Text.Trim());
                Do(line);
            }
        }
        catch (ScenarioException error) when (!error.Message.StartsWith("line ", StringComparison.Ordinal))
        {
            throw new ScenarioException($"line {line.Number}: {error.Message}");
        }
    }

    private void Do(ScenarioLine line)
    {
        var json = line.Json!;
        if (json["do"]!.ToString() == "open")
        {
            foreach (var command in OpeningLines.Of(json))
            {
                Apply(command);
                Fail(line.Number, Expectation.Refusal(_events!));
            }

            _events = null;
            return;
        }

        Apply(json);
        _eventsLine = line.Number;
    }

    private void Apply(JsonObject json)
    {
        _sequence++;
        _nowNs += json["after"] is { } after ? ScenarioClock.Parse(after.ToString()) : 0;
        var command = _reader.Read(json, _sequence);
        if (command.Length >= CommandHeader.SizeBytes)
        {
            ref var header = ref CommandCodec.Header(command.AsSpan());
            header.Sequence = _sequence;
            header.TimestampNs = _nowNs;
        }

        var frame = _venue.Apply(command).ToArray();
        _frames.Add((command, frame));
        _events = EventJson.Describe(frame, _state.Names);
        _output.AddRange(_events.Select(item => "    " + ScenarioText.Format(item)));
    }

    private void Compare(ScenarioLine line)
    {
        if (_events is not { } events)
        {
            throw new ScenarioException("'expect' without a command before it");
        }

        var expected = line.Json!["expect"] as JsonArray ?? throw new ScenarioException("'expect' is not a list");
        var isStrict = line.Json["strict"]?.GetValue<bool>() ?? _isStrict;
        var visible = Visible(events, expected);
        if (Expectation.Difference(expected, visible, isStrict, _state.Names) is { } difference)
        {
            var seen = string.Concat(visible.Select(item => "\n    " + ScenarioText.Format(item)));
            Fail(line.Number, $"{difference}; the events are{(seen.Length == 0 ? " none" : seen)}");
        }

        _recorded.Add(ScenarioText.FormatExpectation(events.Where(IsVisible)));
        _events = null;
    }

    /// <summary>An ignored type counts again in an expectation that names it.</summary>
    private List<JsonObject> Visible(IReadOnlyList<JsonObject> events, JsonArray expected)
    {
        var named = expected.Select(item => item?["event"]?.ToString()).ToHashSet();
        return [.. events.Where(item => IsVisible(item) || named.Contains(item["event"]!.ToString()))];
    }

    private bool IsVisible(JsonObject item) => !_ignored.Contains(item["event"]!.ToString());

    /// <summary>The last command had no expectation: it must not have been refused.</summary>
    private void Settle()
    {
        if (_events is { } events)
        {
            Fail(_eventsLine, Expectation.Refusal(events));
            _recorded.Add(ScenarioText.FormatExpectation(events.Where(IsVisible)));
            _events = null;
        }
    }

    private void Fail(int line, string? difference)
    {
        if (difference is not null)
        {
            _differences.Add($"line {line}: {difference}");
        }
    }
}
