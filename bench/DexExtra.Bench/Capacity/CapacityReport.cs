namespace DexExtra.Bench.Capacity;

/// <summary>A whole run: what `bench capacity` writes, shows as a page, and compares with another one.</summary>
internal sealed record CapacityReport
{
    public required DateTime Date { get; init; }

    public required Machine Machine { get; init; }

    public required int Sessions { get; init; }

    public required int SecondsPerStep { get; init; }

    public required IReadOnlyList<StepFigures> Steps { get; init; }

    /// <summary>Highest rate that was kept up with; 0 when none was.</summary>
    public required double PeakRate { get; init; }

    /// <summary>Null when no rate was kept up with.</summary>
    public required Projection? Projection { get; init; }

    public IEnumerable<StepFigures> Sweep => Steps.Where(step => step.Kind == CapacityRun.Sweep);
}
