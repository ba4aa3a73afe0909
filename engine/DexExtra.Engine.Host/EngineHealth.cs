using DexExtra.Hosting;
using DexExtra.Messages;

namespace DexExtra.Engine.Host;

/// <summary>
/// What /health says: starting while logs are replayed, ready with the sequences of each stage afterwards.
/// </summary>
internal sealed class EngineHealth
{
    private volatile Pipeline? _pipeline;
    private volatile SpaceGuard? _space;

    public void Started(Pipeline pipeline, SpaceGuard space)
    {
        _space = space;
        _pipeline = pipeline;
    }

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
            ["storage"] = _space is { } space ? Codes.Of(space.Level) : null,
            ["storageFreeBytes"] = _space?.FreeBytes,
        });
    }
}
