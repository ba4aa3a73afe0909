using DexExtra.Transport;

namespace DexExtra.Engine.Host;

/// <summary>
/// One producer's stream. Polled by the sequence stage, released by the journal stage once its commands are durable
/// (ADR 0012), disposed by the sequence stage after the journal stage has passed <see cref="LastSequence"/>.
/// </summary>
internal sealed class StreamSource(ISubscription subscription)
{
    public ISubscription Subscription { get; } = subscription;

    /// <summary>Ring sequence of the last command taken from this stream; sequence thread only.</summary>
    public long LastSequence { get; set; } = -1;

    /// <summary>Position to release at the next sync, 0 for none; journal thread only.</summary>
    public long ReleaseAt { get; set; }
}
