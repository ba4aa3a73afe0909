using System.Net;
using System.Text.Json;
using DexExtra.Gateway.Admission;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// One Engine.IO session with one Socket.IO connection in it, whatever carries it: what its client sent, in order, and
/// when it was last heard. Packets are handled one at a time; everything else may be asked by any thread.
/// </summary>
internal sealed class SocketIoSession : IDisposable
{
    private readonly FeedServices _services;
    private readonly Lock _input = new();
    private readonly FeedRequests _requests;
    private readonly TokenBucket _bucket = new(new RateLimit(
        GatewayLimits.FeedRequestsPerSecond, GatewayLimits.FeedRequestBurst));

    private readonly long _openedNs;
    private CancellationTokenSource _poll = new();
    private long _lastPingNs;
    private long _closedNs;
    private int _isWaitingForPong;
    private int _isDisposed;
    private bool _isConnected;

    public SocketIoSession(string sid, FeedServices services, IPAddress? remote)
    {
        _services = services;
        Sid = sid;
        Outbox = new FeedOutbox(services.Limits);
        _requests = new FeedRequests(services, Outbox, remote);
        _openedNs = services.Clock.MonotonicNs;
        _lastPingNs = _openedNs;
    }

    public string Sid { get; }

    public FeedOutbox Outbox { get; }

    /// <summary>Who reads the outbox: one poll at a time, then the WebSocket for good.</summary>
    public SemaphoreSlim Reader { get; } = new(1, 1);

    /// <summary>It went over to a WebSocket: HTTP is over for it.</summary>
    public bool IsUpgraded { get; set; }

    /// <summary>Ends a waiting poll: with what there is, or nothing.</summary>
    public CancellationToken PollReleased => _poll.Token;

    public bool IsClosed => _isDisposed != 0 || Outbox.IsClosed;

    /// <summary>One packet from the client; false when the session is over with it.</summary>
    public bool Handle(ReadOnlySpan<byte> packet)
    {
        lock (_input)
        {
            if (packet.Length is 0 or > GatewayLimits.MaxFeedRequestBytes)
            {
                return Refuse(RejectReason.Malformed, "packets of 1 byte to 4 KiB only");
            }

            if (!_bucket.TryTake(_services.Clock.MonotonicNs, out _))
            {
                return Refuse(RejectReason.RateLimited, "too many packets");
            }

            switch (packet[0])
            {
                case SocketIoPackets.Pong:
                    Volatile.Write(ref _isWaitingForPong, 0);
                    return true;
                case SocketIoPackets.Message when packet.Length > 1:
                    return HandleMessage(packet[1], packet[2..]);
                case SocketIoPackets.Close:
                    return false;
                default:
                    return Refuse(RejectReason.Malformed, "not a packet of Engine.IO 4 from a client");
            }
        }
    }

    /// <summary>Asks for a sign of life when it is time; false when the session has given none for too long.</summary>
    public bool Beat(long nowNs)
    {
        if (IsClosed)
        {
            // the next poll may still bring what was said last
            _closedNs = _closedNs == 0 ? nowNs : _closedNs;
            return _isDisposed == 0 && !IsPast(_closedNs, GatewayLimits.CloseGraceMs, nowNs);
        }

        if (!_isConnected && IsPast(_openedNs, GatewayLimits.SocketIoConnectMs, nowNs))
        {
            return false;
        }

        if (Volatile.Read(ref _isWaitingForPong) != 0)
        {
            return !IsPast(_lastPingNs, GatewayLimits.EnginePongMs, nowNs);
        }

        if (IsPast(_lastPingNs, GatewayLimits.EnginePingMs, nowNs))
        {
            _lastPingNs = nowNs;
            Volatile.Write(ref _isWaitingForPong, 1);
            Outbox.TryEnqueue(SocketIoPackets.PingMessage);
        }

        return true;
    }

    /// <summary>The next poll waits anew.</summary>
    public void RearmPoll()
    {
        if (_poll.IsCancellationRequested)
        {
            _poll = new CancellationTokenSource();
        }
    }

    public void ReleasePoll() => _poll.Cancel();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _requests.Dispose();
            Outbox.Close(null);
            ReleasePoll();
        }
    }

    private static bool IsPast(long sinceNs, int limitMs, long nowNs) => nowNs - sinceNs >= limitMs * FeedHub.NsPerMs;

    private bool HandleMessage(byte type, ReadOnlySpan<byte> rest)
    {
        if (!SocketIoPackets.TryNamespace(ref rest, out var nameSpace))
        {
            return Refuse(RejectReason.Malformed, "a namespace of printable ASCII only");
        }

        if (type == SocketIoPackets.Connect)
        {
            return Connect(nameSpace, rest);
        }

        if (!_isConnected || nameSpace.Length != 0)
        {
            return Refuse(RejectReason.Malformed, "connect to the main namespace first");
        }

        return type switch
        {
            SocketIoPackets.Event => HandleEvent(rest),
            SocketIoPackets.Ack => true, // nothing was asked for: nothing is done
            SocketIoPackets.Disconnect => false,
            _ => Refuse(RejectReason.Malformed, "events without attachments only"),
        };
    }

    /// <summary>A token in the connection's auth is a login; a bad one refuses the connection.</summary>
    private bool Connect(string nameSpace, ReadOnlySpan<byte> auth)
    {
        var request = new FeedRequest();
        if (nameSpace.Length != 0)
        {
            Outbox.Answer(SocketIoPackets.Refused(nameSpace, "Invalid namespace"));
        }
        else if (_isConnected || (!auth.IsEmpty && !FeedRequest.TryParse(auth, out request)))
        {
            return Refuse(RejectReason.Malformed, "connect once, with {} or {\"token\":\"…\"}");
        }
        else if (request.Token is { } token && !_requests.TryLogin(token))
        {
            Outbox.Answer(SocketIoPackets.Refused(string.Empty, Rest.Problem.UnauthenticatedCode));
        }
        else
        {
            _isConnected = true;
            Outbox.Answer(SocketIoPackets.Connected(Sid));
        }

        return true;
    }

    private bool HandleEvent(ReadOnlySpan<byte> rest)
    {
        if (!SocketIoPackets.TryAckId(ref rest, out var ackId) || !FeedRequest.TryDocument(rest, out var document))
        {
            return Refuse(RejectReason.Malformed, "an event is [name, {…}]");
        }

        using (document)
        {
            if (!TryRequest(document.RootElement, out var request))
            {
                Outbox.Answer(_requests.Refusal(RejectReason.Malformed, "an event is [name, {…}]"));
                return true;
            }

            _requests.Handle(request, json => ackId is { } id
                ? SocketIoPackets.Acknowledged(id, json)
                : FeedMessage.Of(json));
            return true;
        }
    }

    private static bool TryRequest(JsonElement root, out FeedRequest request)
    {
        request = new FeedRequest();
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() is < 1 or > 2
            || root[0].ValueKind != JsonValueKind.String
            || (root.GetArrayLength() == 2 && !request.TryRead(root[1]))
            || request.Op is not null)
        {
            return false;
        }

        request.Op = FeedRequest.TextOf(root[0]);
        return request.Op is not null;
    }

    private bool Refuse(RejectReason code, string message)
    {
        Outbox.Answer(_requests.Refusal(code, message));
        return false;
    }
}
