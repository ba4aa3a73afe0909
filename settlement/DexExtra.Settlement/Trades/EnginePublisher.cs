using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Transport;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// Hands commands to the engine through this process's publication. Commands may be lost with the shared memory and may
/// be refused; so every sender here compares with the event log and sends again. One loop.
/// </summary>
internal sealed class EnginePublisher(IPublication publication)
{
    private readonly byte[] _buffer = new byte[Limits.MaxCommandBytes];
    private ulong _correlationId;

    /// <summary>False when the stream is full: send the same again later.</summary>
    /// <exception cref="FatalException">The publication refuses for good.</exception>
    public bool TrySend<TBody>(CommandType type, in TBody body)
        where TBody : unmanaged
    {
        var length = CommandCodec.Write(_buffer, type, in body, ++_correlationId, receivedNs: 0);
        var result = publication.Offer(_buffer.AsSpan(0, length));
        return result > 0 || (result == PublicationResult.BackPressured
            ? false
            : throw new FatalException(ExitCodes.Software, $"the engine's stream refused a command: {result}"));
    }
}
