namespace DexExtra.Bench.Capacity;

/// <summary>One step of a sweep. Latencies are from the intended send, µs.</summary>
internal sealed record StepFigures
{
    /// <summary>Answered at least so much of what was asked for: the venue keeps up.</summary>
    private const double KeepsUpShare = 0.97;

    /// <summary>What the step is for: sweep, quiet, overload, recovery.</summary>
    public required string Kind { get; init; }

    /// <summary>Messages per second that were meant to be sent.</summary>
    public required double Rate { get; init; }

    /// <summary>Messages per second from the first intended send to the last answer.</summary>
    public required double Achieved { get; init; }

    public required int Messages { get; init; }

    /// <summary>Messages without any answer at the end of the patience: must be 0.</summary>
    public required int Unanswered { get; init; }

    public required IReadOnlyDictionary<string, int> Refused { get; init; }

    public required Latencies Answered { get; init; }

    /// <summary>Of messages that the gateway refused at once; null when there were none.</summary>
    public required Latencies? EarlyRejects { get; init; }

    /// <summary>How much later than intended the sender itself was.</summary>
    public required Latencies SenderLateness { get; init; }

    public required int Trades { get; init; }

    /// <summary>Stages of the engine, each the step of its metric at or below which it is.</summary>
    public required IReadOnlyDictionary<string, Latencies> Stages { get; init; }

    /// <summary>By process.</summary>
    public required IReadOnlyDictionary<string, ProcessUsage> Usage { get; init; }

    public int RefusedCount => Refused.Values.Sum();

    public bool KeepsUp => Achieved >= KeepsUpShare * Rate && RefusedCount == 0 && Unanswered == 0;
}
