using System.Security.Cryptography;
using DexExtra.Messages;
using DexExtra.Transport;

namespace DexExtra.Gateway.Commands;

/// <summary>
/// The way into the engine: this process's one publication, shared by all sessions and requests under a lock that is
/// held for a copy of a few hundred bytes. Never blocks: a full stream is OVERLOADED. What was published survives this
/// process and waits for the engine if that is down.
/// </summary>
internal sealed class CommandPublisher(IPublication publication) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ulong _bootPart = (ulong)(uint)RandomNumberGenerator.GetInt32(int.MaxValue) << 32;
    private uint _lastCorrelation;

    public uint SourceId => publication.SourceId;

    /// <summary>
    /// Unique per life of the process, so that a restarted gateway never takes an old answer for its own.
    /// </summary>
    public ulong NextCorrelationId() => _bootPart | Interlocked.Increment(ref _lastCorrelation);

    /// <summary>None, OVERLOADED (try again later) or ENGINE_UNAVAILABLE (this process is stopping).</summary>
    public RejectReason Publish<TBody>(CommandType type, in TBody body, ulong correlationId, long receivedNs)
        where TBody : unmanaged
    {
        Span<byte> command = stackalloc byte[Limits.MaxCommandBytes];
        var length = CommandCodec.Write(command, type, in body, correlationId, receivedNs);
        long result;
        lock (_gate)
        {
            result = publication.Offer(command[..length]);
        }

        if (result > 0)
        {
            GatewayMetrics.Commands.Inc();
            return RejectReason.None;
        }

        return result switch
        {
            PublicationResult.BackPressured => RejectReason.Overloaded,
            PublicationResult.Closed => RejectReason.EngineUnavailable,
            _ => throw new InvalidOperationException($"publication answered {result} to a command of {length} bytes"),
        };
    }

    public void Dispose()
    {
        lock (_gate)
        {
            publication.Dispose();
        }
    }
}
