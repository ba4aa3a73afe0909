namespace DexExtra.Bench.Core;

/// <summary>
/// The three workloads of bench/README.md: how many orders fill the book first; the flow keeps their number within so
/// small a part of it.
/// </summary>
internal sealed record WorkloadShape(string Name, int Prefill, int SlackPart)
{
    public const int DefaultOperations = 3_000_000;

    /// <summary>Half new, a third cancelled, a tenth replaced, a twelfth takes, around a mid that drifts.</summary>
    public static readonly WorkloadShape Realistic = new("realistic", 10_000, 50);

    /// <summary>Every second operation crosses.</summary>
    public static readonly WorkloadShape MatchHeavy = new("matchheavy", 1_000, 20);

    /// <summary>A million orders over twenty thousand prices.</summary>
    public static readonly WorkloadShape Deep = new("deep", 1_000_000, 100);

    public static readonly WorkloadShape[] All = [Realistic, MatchHeavy, Deep];

    /// <exception cref="BenchException">There is no such workload.</exception>
    public static WorkloadShape Parse(string name) => All.FirstOrDefault(shape => shape.Name == name)
        ?? throw new BenchException($"no workload '{name}': {string.Join(", ", All.Select(shape => shape.Name))}");
}
