namespace DexExtra.Protocol;

/// <summary>
/// A fixed-layout message body: an unmanaged struct whose bytes are the SBE root block of one template. All members are
/// static, so nothing is boxed and every call is resolved at compile time.
/// </summary>
public interface IWireMessage
{
    static abstract Template Template { get; }

    /// <summary>
    /// True if every byte that belongs to no field is zero. Asked of messages that clients send: a byte without a
    /// meaning today could not get one tomorrow if anything had been accepted in it.
    /// </summary>
    static virtual bool ReservedIsZero(ReadOnlySpan<byte> body) => true;
}
