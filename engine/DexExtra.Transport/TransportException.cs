namespace DexExtra.Transport;

/// <summary>A stream or doorbell cannot be used; <see cref="Error"/> says why, the message names the file.</summary>
public sealed class TransportException : Exception
{
    public TransportException(TransportError error, string message)
        : base(message) => Error = error;

    public TransportException(TransportError error, string message, Exception inner)
        : base(message, inner) => Error = error;

    public TransportError Error { get; }
}
