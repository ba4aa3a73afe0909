using DexExtra.Engine.Reference.Differential;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// One life: a stream through the engine and the slow ledger until they part or the commands are used up. Every number of
/// every event is compared; every so many commands everything is added up again, and the engine audits itself. One thread.
/// </summary>
/// <param name="profile">What the life plays.</param>
/// <param name="seed">Its seed.</param>
/// <param name="wrap">What stands for the engine in a test; null = the engine itself.</param>
public sealed class MoneyRun(MoneyProfile profile, int seed, Func<IVenue, IVenue>? wrap = null)
{
    /// <summary>Commands between two audits.</summary>
    public const int AuditEvery = 10_000;

    private readonly List<RecordedCommand> _commands = [];

    public int Seed => seed;

    public MoneyProfile Profile => profile;

    public MoneyCoverage Coverage { get; } = new();

    /// <summary>All commands so far, the one that parted them last.</summary>
    public IReadOnlyList<RecordedCommand> Commands => _commands;

    /// <param name="count">Commands at most.</param>
    /// <param name="progress">Called with each command's number.</param>
    public Difference? Run(int count, Action<int>? progress = null)
    {
        var (engine, venue, ledger) = Make();
        var stream = new MoneyStream(profile, seed, ledger);
        for (var number = 1; number <= count; number++)
        {
            var command = stream.Next();
            var isAudited = number % AuditEvery == 0 || number == count;
            var difference = Step(engine, venue, ledger, command, isAudited, out var frame);
            _commands.Add(new RecordedCommand(command, CommandCodec.Header(command).Type == CommandType.Deposit));
            if (difference is not null)
            {
                return difference;
            }

            stream.Observe(frame);
            Coverage.Add(frame);
            progress?.Invoke(number);
        }

        return null;
    }

    /// <summary>The difference that a list of stamped commands leads to.</summary>
    public Difference? Replay(IReadOnlyList<byte[]> commands)
    {
        var (engine, venue, ledger) = Make();
        for (var index = 0; index < commands.Count; index++)
        {
            if (Step(engine, venue, ledger, commands[index], index == commands.Count - 1, out _) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    /// <summary>The events of a list of stamped commands as text, up to where they lead to a difference.</summary>
    public IEnumerable<string> Describe(IReadOnlyList<byte[]> commands)
    {
        var (engine, venue, ledger) = Make();
        foreach (var command in commands)
        {
            var header = CommandCodec.Header(command);
            var difference = Step(engine, venue, ledger, command, false, out var frame);
            var lines = MoneyText.Lines(frame);
            yield return $"command {header.Sequence} {header.Type}";
            foreach (var line in lines)
            {
                yield return "    " + line;
            }

            if (difference is not null)
            {
                yield return "!!! " + difference.What;
                yield break;
            }
        }
    }

    private (Engine Engine, IVenue Venue, SlowLedger Ledger) Make()
    {
        var venue = new EngineVenue(profile.Options);
        var ledger = new SlowLedger(venue.Engine.View.TickVolatility, venue.Engine.View.MarkedNs)
        {
            VisitsPerCommand = profile.Options.MaxPositionVisitsPerCommand,
            IsNetted = profile.Options.NettedSettlement,
        };
        return (venue.Engine, wrap?.Invoke(venue) ?? venue, ledger);
    }

    private static Difference? Step(
        Engine engine, IVenue venue, SlowLedger ledger, byte[] command, bool isAudited, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        var sequence = CommandCodec.Header(command).Sequence;
        try
        {
            frame = venue.Apply(command);
            ledger.Apply(frame, command);
            if (isAudited)
            {
                engine.Audit();
                ledger.Recompute();
            }

            return null;
        }
        catch (MoneyException error)
        {
            return new Difference(sequence, error.Message, MoneyText.Lines(frame), []) { Kind = error.Kind };
        }
        catch (Exception error) when (error is InvariantViolationException or ArithmeticException or IndexOutOfRangeException
            or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            var places = error.StackTrace?.Split('\n').Where(line => !line.Contains("Invariant", StringComparison.Ordinal)) ?? [];
            var what = $"{error.GetType().Name}: {error.Message}";
            return new Difference(sequence, what, [.. places.Take(8).Select(line => line.Trim()), .. MoneyText.Lines(frame)], []);
        }
    }
}
