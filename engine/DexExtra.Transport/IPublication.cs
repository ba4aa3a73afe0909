namespace DexExtra.Transport;

/// <summary>
/// The sending end of a stream of messages. One producer thread, or an external lock.
/// A message whose Offer returned a position survives the death of the producer.
/// </summary>
public interface IPublication : IDisposable
{
    /// <summary>Position after the last committed message.</summary>
    long Position { get; }

    /// <summary>Who sends: fixed per process of a deployment.</summary>
    uint SourceId { get; }

    /// <summary>Which life of the stream this is; positions mean nothing across sessions.</summary>
    uint SessionId { get; }

    /// <summary>Appends one message whole, or not at all. Never blocks, never throws for an expected refusal.</summary>
    /// <returns>The position after the message (&gt; 0), or a value of <see cref="PublicationResult"/>.</returns>
    long Offer(ReadOnlySpan<byte> message);
}
