using DexExtra.Hosting;

namespace DexExtra.Engine.Host;

/// <summary>
/// What /health says: starting while logs are replayed, ready with the sequences of each stage afterwards.
/// </summary>
internal sealed class EngineHealth
{
    private volatile Pipeline? _pipeline;

    public void Started(Pipeline pipeline) => _pipeline = pipeline;

    public HealthReport Report()
    {
        if (_pipeline is not { } pipeline)
        {
            return new HealthReport(false, new Dictionary<string, object?> { ["phase"] = "replaying" });
        }

        return new HealthReport(!pipeline.Failed.IsCompleted, new Dictionary<string, object?>
        {
            ["sequenced"] = pipeline.Sequenced,
            ["journaled"] = pipeline.Journaled,
            ["matched"] = pipeline.Matched,
            ["published"] = pipeline.Published,
        });
    }
}
