using DexExtra.Simulation.Checks;

namespace DexExtra.Simulation.Running;

/// <summary>How a run ended. Promise null: well; then Refusal tells whether it ended by a refusal that was right.</summary>
internal sealed record SeedOutcome
{
    public required ulong TraceHash { get; init; }

    public string? Promise { get; init; }

    public string? What { get; init; }

    public string? Refusal { get; init; }

    public long Commands { get; init; }

    public ulong Matches { get; init; }

    /// <summary>Actions until it failed; all of them when it did not.</summary>
    public int Actions { get; init; }

    /// <summary>Turns of everything until nothing was left to do.</summary>
    public int HealingTurns { get; init; }

    public required Reached Reached { get; init; }

    public bool IsFailure => Promise is not null;
}
