namespace DexExtra.Transport;

/// <summary>Receives messages. Implement it as a struct, so that the call is compiled into the poll.</summary>
public interface IFragmentHandler
{
    /// <param name="fragment">The message, in shared memory: valid until its position is released.</param>
    /// <param name="position">The stream position after the message.</param>
    void OnFragment(ReadOnlySpan<byte> fragment, long position);
}
