using DexExtra.Engine.Reference.Coverage;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>
/// One seed: a stream through the engine and the reference until they part or the commands are used up. Every frame is
/// compared to the byte; the states are every so many, in some seeds also after each of the first commands (ENG-01). One
/// thread.
/// </summary>
/// <param name="profile">What the stream plays.</param>
/// <param name="seed">Its seed.</param>
/// <param name="makePair">Makes the two venues and the check of their states.</param>
public sealed class DifferentialRun(StreamProfile profile, int seed, Func<EngineOptions, VenuePair> makePair)
{
    private const int CheckEvery = 200;
    private const int CheckEachUpTo = 100;
    private const int CheckEachInSeeds = 8;
    private readonly List<RecordedCommand> _commands = [];

    public int Seed => seed;

    public StreamProfile Profile => profile;

    public CoverageReport Coverage { get; } = new();

    /// <summary>All commands so far, the one that parted them last.</summary>
    public IReadOnlyList<RecordedCommand> Commands => _commands;

    /// <param name="count">Commands at most.</param>
    /// <param name="progress">Called now and then with how many commands more were played.</param>
    /// <param name="stop">Ends the run early, without a difference.</param>
    public Difference? Run(int count, Action<int>? progress = null, CancellationToken stop = default)
    {
        var pair = makePair(profile.Options);
        var stream = new CommandStream(profile, seed);
        var checkedUpTo = seed % CheckEachInSeeds == 0 ? CheckEachUpTo : 0;
        for (var number = 1; number <= count && !stop.IsCancellationRequested; number++)
        {
            var command = stream.Next();
            CommandCodec.Header(command.AsSpan()).CorrelationId = 0;
            var difference = pair.Apply(command);
            _commands.Add(new RecordedCommand(command, IsCredited(command, pair.Frame)));
            var isRound = number % CheckEvery == 0;
            var isChecked = isRound || number <= checkedUpTo || number == count;
            difference ??= isChecked ? pair.Check(number) : null;
            if (difference is not null)
            {
                return difference;
            }

            stream.Observe(pair.Frame);
            Coverage.Add(command, pair.Frame, stream.World);
            if (isRound || number == count)
            {
                progress?.Invoke(isRound ? CheckEvery : number % CheckEvery);
            }
        }

        return null;
    }

    /// <summary>The difference that a list of stamped commands leads to; the state is checked at its end.</summary>
    public Difference? Replay(IReadOnlyList<byte[]> commands)
    {
        var pair = makePair(profile.Options);
        foreach (var command in commands)
        {
            if (pair.Apply(command) is { } difference)
            {
                return difference;
            }
        }

        return pair.Check(commands.Count);
    }

    private static bool IsCredited(ReadOnlySpan<byte> command, ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty || CommandCodec.Header(command).Type != CommandType.Deposit)
        {
            return false;
        }

        foreach (var item in new EventFrame(frame))
        {
            if (item.Type == EventType.DepositCredited)
            {
                return true;
            }
        }

        return false;
    }
}
