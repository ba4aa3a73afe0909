using DexExtra.Messages;
using DexExtra.Transport;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>Publishes commands as the settlement process would.</summary>
internal sealed class CommandSource(SharedMemoryPublication publication) : IDisposable
{
    public void Publish<TBody>(CommandType type, in TBody body)
        where TBody : unmanaged
    {
        Span<byte> command = stackalloc byte[Limits.MaxCommandBytes];
        var length = CommandCodec.Write(command, type, in body, 0, 0);
        Assert.True(publication.Offer(command[..length]) > 0);
    }

    public void Dispose() => publication.Dispose();
}
