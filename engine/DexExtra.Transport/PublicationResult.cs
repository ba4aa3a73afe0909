namespace DexExtra.Transport;

/// <summary>Negative answers of <see cref="IPublication.Offer"/>. The numbers Aeron uses keep Aeron's
/// meaning.</summary>
public static class PublicationResult
{
    /// <summary>No room until the consumer releases more; try again or refuse the work.</summary>
    public const long BackPressured = -2;

    /// <summary>The publication was disposed.</summary>
    public const long Closed = -4;

    /// <summary>The message is longer than the stream takes; it will never fit.</summary>
    public const long MaxMessageExceeded = -6;
}
