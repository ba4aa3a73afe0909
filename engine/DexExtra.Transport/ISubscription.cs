namespace DexExtra.Transport;

/// <summary>
/// The receiving end of a stream. Polling moves the subscription's own position; what was polled stays in the stream
/// until it is released, so that a consumer that dies polls it again. <see cref="Poll"/> belongs to one thread,
/// <see cref="Release"/> to one thread, which may be another.
/// </summary>
public interface ISubscription : IDisposable
{
    /// <summary>Position after the last message handed over.</summary>
    long Position { get; }

    uint SourceId { get; }

    uint SessionId { get; }

    /// <summary>Hands over at most <paramref name="fragmentLimit"/> messages. A message counts as handed over when its
    /// handler starts: an exception passes through, and the message is not delivered again by this
    /// subscription.</summary>
    /// <returns>How many messages were handed over.</returns>
    /// <exception cref="TransportException">The producer committed a frame that makes no sense.</exception>
    int Poll<THandler>(ref THandler handler, int fragmentLimit)
        where THandler : struct, IFragmentHandler, allows ref struct;

    /// <summary>Gives everything up to <paramref name="position"/> back to the producer. Call it only when the
    /// messages are safe elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a position handed over, or before the last
    /// release.</exception>
    void Release(long position);
}
