namespace DexExtra.Bench.Capacity;

/// <summary>
/// What a stated load needs, from the processor time, memory and disk per message of a measured step. Processor time
/// per message falls with the load, because batches grow: so the projection is on the safe side above the step's rate.
/// </summary>
internal sealed record Projection
{
    /// <summary>A processor busier than this makes messages wait for each other.</summary>
    public const double Utilisation = 0.6;

    private const double BytesPerMiB = 1 << 20;
    private const double BytesPerGiB = 1 << 30;
    private const double SecondsPerDay = 86_400;

    public required double MessagesPerSecond { get; init; }

    /// <summary>Processors at <see cref="Utilisation"/>, by process.</summary>
    public required IReadOnlyDictionary<string, double> Processors { get; init; }

    /// <summary>Share of one processor that each thread of the engine needs; above 1 the load needs shards.</summary>
    public required IReadOnlyDictionary<string, double> EngineThreads { get; init; }

    public required double DiskMiBPerSecond { get; init; }

    public required double DiskGiBPerDay { get; init; }

    /// <summary>Of all processes at the end of the step.</summary>
    public required double ResidentGiB { get; init; }

    public static Projection Of(StepFigures step, double messagesPerSecond)
    {
        var factor = messagesPerSecond / step.Messages;
        var bytes = step.Usage.Values.Sum(usage => usage.WrittenBytes) * factor;
        return new Projection
        {
            MessagesPerSecond = messagesPerSecond,
            Processors = step.Usage.ToDictionary(p => p.Key, p => p.Value.TotalCpuSeconds * factor / Utilisation),
            EngineThreads = step.Usage["engine"].CpuSeconds
                .Where(thread => thread.Key is "sequence" or "journal" or "match" or "publish")
                .ToDictionary(thread => thread.Key, thread => thread.Value * factor),
            DiskMiBPerSecond = bytes / BytesPerMiB,
            DiskGiBPerDay = bytes * SecondsPerDay / BytesPerGiB,
            ResidentGiB = step.Usage.Values.Sum(usage => usage.ResidentBytes) / BytesPerGiB,
        };
    }
}
