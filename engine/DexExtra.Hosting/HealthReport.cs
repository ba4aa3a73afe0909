namespace DexExtra.Hosting;

/// <summary>What GET /health answers: 200 when ready, 503 otherwise, with the stated fields.</summary>
public sealed record HealthReport(bool Ready, IReadOnlyDictionary<string, object?> Fields);
