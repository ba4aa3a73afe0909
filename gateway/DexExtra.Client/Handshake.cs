using System.Net.Sockets;
using DexExtra.Protocol;
using DexExtra.Protocol.Fixp;
using DexExtra.Signing;

namespace DexExtra.Client;

/// <summary>
/// Negotiate → sign the challenge → Establish on a fresh connection, one awaited step after the other. Lives only until
/// the session is established; bytes that arrived behind the acknowledgement stay in the reader.
/// </summary>
internal sealed class Handshake(OrderEntryClientOptions options, Socket socket, FrameReader reader)
{
    private const long NsPerTick = 100;

    private readonly byte[] _outbound = new byte[WireLimits.MaxFrameBytes];

    public SessionId SessionId { get; } = SessionId.NewRandom();

    /// <exception cref="SessionRefusedException">No connection in time.</exception>
    public static async Task ConnectAsync(
        Socket socket, OrderEntryClientOptions options, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(options.TimeoutMs);
        try
        {
            await socket.ConnectAsync(options.Venue, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SessionRefusedException($"{options.Venue}: no connection within {options.TimeoutMs} ms");
        }
    }

    /// <exception cref="SessionRefusedException">The venue refused, or is another venue than expected.</exception>
    public async Task<EstablishmentAck> RunAsync(PrivateKey key, CancellationToken cancellation)
    {
        await SendAsync(
            new Negotiate { SessionId = SessionId, TimestampNs = NowNs(), Account = options.Account }, cancellation);
        var challenge = OnNegotiated(await ReadAsync(cancellation));
        await SendAsync(LoginFor(in challenge, key), cancellation);
        return OnEstablished(await ReadAsync(cancellation));
    }

    private NegotiationResponse OnNegotiated(byte[] frame)
    {
        switch (TemplateOf(frame))
        {
            case Template.NegotiationResponse:
                var response = Frame.Body<NegotiationResponse>(frame);
                return response.ChainId == options.Domain.ChainId
                    && response.VerifyingContract == options.Domain.VerifyingContract
                    ? response
                    : throw new SessionRefusedException(
                        $"the venue signs for chain {response.ChainId} contract {response.VerifyingContract}, "
                        + $"not chain {options.Domain.ChainId} contract {options.Domain.VerifyingContract}");
            case Template.NegotiationReject:
                var reason = Frame.Body<NegotiationReject>(frame).Reason;
                throw new SessionRefusedException($"negotiation refused: {reason}");
            default:
                throw Unexpected(frame);
        }
    }

    private static EstablishmentAck OnEstablished(byte[] frame) => TemplateOf(frame) switch
    {
        Template.EstablishmentAck => Frame.Body<EstablishmentAck>(frame),
        Template.EstablishmentReject => throw new SessionRefusedException(
            $"establishment refused: {Frame.Body<EstablishmentReject>(frame).Reason}"),
        _ => throw Unexpected(frame),
    };

    private Establish LoginFor(in NegotiationResponse response, PrivateKey key)
    {
        var expiry = (ulong)options.Clock.GetUtcNow().AddSeconds(options.LoginSeconds).ToUnixTimeSeconds();
        var digest = LoginHash.Digest(options.Domain, options.Account.Owner, in response.Challenge, expiry);
        return new Establish
        {
            SessionId = SessionId,
            TimestampNs = NowNs(),
            ExpirySeconds = expiry,
            NextSeqNo = options.NextSeqNo,
            KeepAliveMs = (uint)options.KeepAliveMs,
            Signature = key.Sign(in digest),
        };
    }

    private async Task SendAsync<TBody>(TBody body, CancellationToken cancellation)
        where TBody : unmanaged, IWireMessage
    {
        var rest = _outbound.AsMemory(0, Frame.Write(_outbound, in body));
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest, cancellation)..];
        }
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(options.TimeoutMs);
        try
        {
            while (true)
            {
                switch (reader.TryRead(out var frame))
                {
                    case FrameStatus.Complete:
                        return frame.ToArray();
                    case FrameStatus.Incomplete:
                        break;
                    default:
                        throw new SessionRefusedException("the peer does not speak this protocol");
                }

                var received = await socket.ReceiveAsync(reader.Free, timeout.Token);
                reader.Advance(received);
                if (received == 0)
                {
                    throw new SessionRefusedException("the venue closed the connection during login");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SessionRefusedException($"the venue did not answer within {options.TimeoutMs} ms");
        }
    }

    private static Template TemplateOf(byte[] frame) =>
        Frame.Decode(frame, out var template) == DecodeResult.Ok ? template : Template.None;

    private static SessionRefusedException Unexpected(byte[] frame) => TemplateOf(frame) == Template.Terminate
        ? new($"the venue terminated the session: {Frame.Body<Terminate>(frame).Reason}")
        : new($"the venue answered with an unexpected message ({TemplateOf(frame)})");

    private long NowNs() => (options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NsPerTick;
}
