using System.Net;
using System.Net.Sockets;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Fixp;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>A bare connection that sends any bytes in any order, for misbehaving on purpose.</summary>
internal sealed class RawSession : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
    private readonly FrameReader _reader = new(WireLimits.MaxFrameBytes, 64 * 1024);

    public SessionId SessionId { get; } = SessionId.NewRandom();

    public static async Task<RawSession> ConnectAsync(EndPoint venue, int receiveBufferBytes = 64 * 1024)
    {
        var session = new RawSession();
        session._socket.ReceiveBufferSize = receiveBufferBytes;
        await session._socket.ConnectAsync(venue);
        return session;
    }

    public void Send<TBody>(in TBody body)
        where TBody : unmanaged, IWireMessage
    {
        var frame = new byte[WireLimits.MaxFrameBytes];
        SendBytes(frame.AsSpan(0, Frame.Write(frame, in body)));
    }

    public void SendBytes(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    public void Negotiate(Trader trader) => Send(new Negotiate { SessionId = SessionId, Account = trader.Account });

    public void Establish(Trader trader, Hash32 challenge, uint keepAliveMs = 5_000, ulong expirySeconds = 0) =>
        Send(Login(trader, challenge, keepAliveMs, expirySeconds));

    public Establish Login(Trader trader, Hash32 challenge, uint keepAliveMs = 5_000, ulong expirySeconds = 0)
    {
        var expiry = expirySeconds == 0
            ? (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3_600
            : expirySeconds;
        return new Establish
        {
            SessionId = SessionId,
            ExpirySeconds = expiry,
            KeepAliveMs = keepAliveMs,
            Signature = trader.Key.Sign(LoginHash.Digest(Venue.Domain, trader.Key.Address, in challenge, expiry)),
        };
    }

    /// <summary>Negotiates and establishes; returns with the acknowledgement read.</summary>
    public EstablishmentAck LogIn(Trader trader, uint keepAliveMs = 5_000)
    {
        Negotiate(trader);
        Establish(trader, Receive<NegotiationResponse>().Challenge, keepAliveMs);
        return Receive<EstablishmentAck>();
    }

    /// <summary>The next message, which must be this one.</summary>
    public TBody Receive<TBody>()
        where TBody : unmanaged, IWireMessage
    {
        var frame = ReceiveFrame();
        Assert.NotEmpty(frame);
        Assert.Equal(DecodeResult.Ok, Frame.Decode(frame, out var template));
        Assert.Equal(TBody.Template, template);
        return Frame.Body<TBody>(frame);
    }

    /// <summary>The next frame; empty when the venue closed the connection.</summary>
    public byte[] ReceiveFrame()
    {
        while (true)
        {
            if (_reader.TryRead(out var frame) == FrameStatus.Complete)
            {
                return frame.ToArray();
            }

            var received = _socket.Receive(_reader.Free.Span);
            if (received == 0)
            {
                return [];
            }

            _reader.Advance(received);
        }
    }

    public void Dispose() => _socket.Dispose();
}
