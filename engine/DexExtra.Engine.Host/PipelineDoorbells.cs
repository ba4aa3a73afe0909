using DexExtra.Transport;

namespace DexExtra.Engine.Host;

/// <summary>
/// Rung by producers, awaited by the sequence stage; rung by the publish stage, awaited by followers.
/// </summary>
internal sealed record PipelineDoorbells(Doorbell Engine, Doorbell Events) : IDisposable
{
    public void Dispose()
    {
        Engine.Dispose();
        Events.Dispose();
    }
}
