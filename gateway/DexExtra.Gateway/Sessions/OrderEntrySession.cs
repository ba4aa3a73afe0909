using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using DexExtra.Gateway.Admission;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Gateway.Sessions;

/// <summary>
/// One binary connection from accept to close. Keeps the state and does what <see cref="SessionRules"/> says; never
/// decides by itself. One task reads and handles frames, one sends (the outbox); the shared heartbeat looks in through
/// <see cref="Beat"/>. State changes happen under a small lock because reader and heartbeat may both end the session.
/// </summary>
internal sealed class OrderEntrySession(Socket socket, SessionServices services) : IDisposable
{
    private const long NsPerMs = 1_000_000;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly FrameReader _reader = new(WireLimits.MaxFrameBytes, GatewayLimits.SessionReceiveBytes);
    private readonly TokenBucket _messages = services.RateLimits.NewConnectionBucket();
    private readonly long _connectedNs = services.Clock.MonotonicNs;
    private SessionState _state = SessionState.Connected;
    private SessionId _sessionId;
    private AccountId _account;
    private Hash32 _challenge;
    private uint _grantId;
    private SessionOrders? _orders;
    private bool _joined;
    private int _keepAliveMs;
    private long _lastReceivedNs = services.Clock.MonotonicNs;

    public SessionOutbox Outbox { get; } = new(socket, services.Clock);

    /// <summary>Reads and answers until either side ends the session.</summary>
    public async Task RunAsync()
    {
        var sending = SendAsync();
        try
        {
            await ReadAsync();
            _abort.CancelAfter(MoveTo(SessionState.Closed) ? 0 : GatewayLimits.CloseGraceMs);
        }
        catch (SocketException) // reset by the peer: the session is over
        {
            Abort();
        }
        catch (OperationCanceledException) // aborted as stuck, or the grace of closing is over
        {
            Abort();
        }
        finally
        {
            MoveTo(SessionState.Closed);
            await sending;
            await LeaveAsync();
        }
    }

    /// <summary>Timeouts and heartbeats. Called by the one heartbeat of all sessions.</summary>
    public void Beat()
    {
        var now = services.Clock.MonotonicNs;
        if (Outbox.IsStuck())
        {
            // nothing can be said to a peer that does not read
            GatewayMetrics.SlowConsumers.WithLabels("session").Inc();
            Abort();
        }
        else if (State == SessionState.Established)
        {
            var silenceNs = now - Volatile.Read(ref _lastReceivedNs);
            if (silenceNs > (long)WireLimits.MissedKeepAlives * _keepAliveMs * NsPerMs)
            {
                Terminate(TerminateReason.KeepAliveLapsed);
            }
            else if (!services.Admission.MayStay(_grantId))
            {
                Terminate(TerminateReason.SessionKeyOver);
            }
            else
            {
                Outbox.BeatIfIdle(_keepAliveMs);
            }
        }
        else if (State != SessionState.Closed && now - _connectedNs > GatewayLimits.EstablishTimeoutMs * NsPerMs)
        {
            Terminate(TerminateReason.LoginTimeout);
        }
    }

    public void Terminate(TerminateReason reason)
    {
        if (MoveTo(SessionState.Closed))
        {
            Outbox.Finish(new Terminate { SessionId = _sessionId, Reason = reason });
        }
    }

    public void Dispose()
    {
        _abort.Dispose();
        socket.Dispose();
    }

    private SessionState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    private async Task LeaveAsync()
    {
        if (_joined)
        {
            services.Flows.Leave(in _account, this);
        }

        if (_orders is not null)
        {
            await _orders.DisposeAsync();
        }
    }

    /// <summary>False when the session is closed already.</summary>
    private bool MoveTo(SessionState next)
    {
        lock (_gate)
        {
            if (_state == SessionState.Closed)
            {
                return false;
            }

            _state = next;
            return true;
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await Outbox.RunAsync(_abort.Token);
            socket.Shutdown(SocketShutdown.Send);

            // the peer gets a moment to read the last words and close; then the reader is released
            _abort.CancelAfter(GatewayLimits.CloseGraceMs);
        }
        catch (SocketException) // the peer is gone
        {
            Abort();
        }
        catch (OperationCanceledException) // the reader ended first
        {
        }
    }

    private void Abort()
    {
        try
        {
            _abort.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the session ended by itself in the meantime
        }
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            var received = await socket.ReceiveAsync(_reader.Free, SocketFlags.None, _abort.Token);
            if (received == 0)
            {
                return;
            }

            if (State == SessionState.Closed)
            {
                _reader.Reset();
                continue;
            }

            Volatile.Write(ref _lastReceivedNs, services.Clock.MonotonicNs);
            _reader.Advance(received);
            await HandleReceivedAsync(services.Clock.UnixNs);
        }
    }

    private async Task HandleReceivedAsync(long receivedNs)
    {
        while (true)
        {
            var orders = _orders;
            if (orders is not null)
            {
                await orders.EnterAsync(_abort.Token);
            }

            var handled = (Status: FrameStatus.Incomplete, IsOrder: false);
            try
            {
                handled = HandleNext(receivedNs);
            }
            finally
            {
                if (orders is not null && !handled.IsOrder)
                {
                    orders.Exit();
                }
            }

            if (handled.Status != FrameStatus.Complete)
            {
                return;
            }
        }
    }

    /// <summary>Handles one frame if one is there; the frame's bytes are valid only inside.</summary>
    private (FrameStatus Status, bool IsOrder) HandleNext(long receivedNs)
    {
        var status = _reader.TryRead(out var frame);
        if (status == FrameStatus.Incomplete)
        {
            return (status, false);
        }

        var template = Template.None;
        if (status != FrameStatus.Complete || Frame.Decode(frame, out template) != DecodeResult.Ok)
        {
            Do(SessionRules.Garbage(State), default, receivedNs);
            _reader.Reset();
            return (FrameStatus.Malformed, false);
        }

        if (!_messages.TryTake(services.Clock.MonotonicNs, out _)
            || _orders?.RateRefusals > GatewayLimits.MaxConsecutiveRateRefusals)
        {
            Terminate(TerminateReason.RateAbuse);
            return (status, false);
        }

        var step = SessionRules.Decide(State, template);
        Do(step, frame, receivedNs);
        return (status, IsBusiness(step.Action));
    }

    private void Do(SessionStep step, ReadOnlySpan<byte> frame, long receivedNs)
    {
        switch (step.Action)
        {
            case SessionAction.Ignore or SessionAction.Heartbeat:
                break;
            case SessionAction.AnswerNegotiation:
                AnswerNegotiation(in Frame.Body<Negotiate>(frame), step);
                break;
            case SessionAction.RejectNegotiation:
                RejectNegotiation((NegotiationRejectReason)step.Code, 0);
                break;
            case SessionAction.VerifyLogin:
                MoveTo(step.Next);
                VerifyLogin(in Frame.Body<Establish>(frame));
                break;
            case SessionAction.RejectEstablishment:
                RejectEstablishment((EstablishmentRejectReason)step.Code, 0);
                break;
            case var action when IsBusiness(action):
                Submit(action, frame, receivedNs);
                break;
            case SessionAction.Retransmit:
                Retransmit(in Frame.Body<RetransmitRequest>(frame));
                break;
            case SessionAction.Terminate:
                Terminate((TerminateReason)step.Code);
                break;
            case SessionAction.Close:
                Terminate(TerminateReason.Finished);
                break;
            default:
                throw new InvalidOperationException($"session action {step.Action} cannot follow a message");
        }
    }

    private static bool IsBusiness(SessionAction action) => action
        is SessionAction.NewOrder or SessionAction.CancelOrder
        or (>= SessionAction.NewOrderList and <= SessionAction.QuoteProtection);

    private void Submit(SessionAction action, ReadOnlySpan<byte> frame, long receivedNs)
    {
        var orders = _orders!;
        switch (action)
        {
            case SessionAction.NewOrder:
                orders.Submit(in Frame.Body<NewOrderSingle>(frame), receivedNs);
                break;
            case SessionAction.NewOrderList:
                orders.SubmitList(frame, receivedNs);
                break;
            case SessionAction.CancelOrder:
                orders.Submit(in Frame.Body<OrderCancelRequest>(frame), receivedNs);
                break;
            case SessionAction.AmendOrder:
                orders.Submit(in Frame.Body<OrderAmendRequest>(frame), receivedNs);
                break;
            case SessionAction.ReplaceOrder:
                orders.Submit(in Frame.Body<OrderReplaceRequest>(frame), receivedNs);
                break;
            case SessionAction.MassCancel:
                orders.Submit(in Frame.Body<MassCancelRequest>(frame), receivedNs);
                break;
            case SessionAction.MassQuote:
                orders.SubmitQuote(frame, receivedNs);
                break;
            case SessionAction.QuoteProtection:
                orders.Submit(in Frame.Body<QuoteProtectionRequest>(frame), receivedNs);
                break;
            default:
                orders.Submit(in Frame.Body<UnlockRequest>(frame), receivedNs);
                break;
        }
    }

    private void AnswerNegotiation(in Negotiate request, SessionStep step)
    {
        _sessionId = request.SessionId;
        var refusal = request.SessionId.IsZero || request.Account.Owner.IsZero ? NegotiationRejectReason.InvalidAccount
            : !services.Follower.IsCaughtUp ? NegotiationRejectReason.Unavailable
            : default(NegotiationRejectReason?);
        if (refusal is { } reason)
        {
            RejectNegotiation(reason, request.TimestampNs);
            return;
        }

        _account = request.Account;
        _challenge = new Hash32(RandomNumberGenerator.GetBytes(Hash32.SizeBytes));
        MoveTo(step.Next);
        Outbox.Enqueue(new NegotiationResponse
        {
            SessionId = _sessionId,
            RequestTimestampNs = request.TimestampNs,
            Challenge = _challenge,
            ChainId = services.Domain.ChainId,
            VerifyingContract = services.Domain.VerifyingContract,
            MaxFrameBytes = WireLimits.MaxFrameBytes,
            MinKeepAliveMs = WireLimits.MinKeepAliveMs,
            MaxKeepAliveMs = WireLimits.MaxKeepAliveMs,
        });
    }

    private void VerifyLogin(in Establish request)
    {
        var problem = CheckLogin(in request);
        if (problem is null)
        {
            _keepAliveMs = (int)request.KeepAliveMs;
            _orders = new SessionOrders(services, _account, _grantId, _sessionId.Number, Outbox);
            problem = Join(in request);
        }

        var step = SessionRules.AfterLogin(State, problem);
        if (step.Action == SessionAction.RejectEstablishment)
        {
            RejectEstablishment((EstablishmentRejectReason)step.Code, request.TimestampNs);
        }
        else
        {
            MoveTo(step.Next);
        }
    }

    private EstablishmentRejectReason? CheckLogin(in Establish request)
    {
        if (request.SessionId != _sessionId)
        {
            return EstablishmentRejectReason.WrongSession;
        }

        if (request.KeepAliveMs is < WireLimits.MinKeepAliveMs or > WireLimits.MaxKeepAliveMs)
        {
            return EstablishmentRejectReason.InvalidKeepAlive;
        }

        if (request.ExpirySeconds <= services.Clock.UnixSeconds)
        {
            return EstablishmentRejectReason.Expired;
        }

        var digest = LoginHash.Digest(services.Domain, _account.Owner, in _challenge, request.ExpirySeconds);
        return services.Admission.AttributeLogin(in digest, in _account, in request.Signature, out _grantId)
            != RejectReason.None
            ? EstablishmentRejectReason.InvalidSignature
            : IsAllowed() ? null : EstablishmentRejectReason.AddressNotAllowed;
    }

    /// <summary>S272.</summary>
    private bool IsAllowed() => services.Access is not { } access
        || access.Allows(_account.Owner, (socket.RemoteEndPoint as IPEndPoint)?.Address);

    private EstablishmentRejectReason? Join(in Establish request)
    {
        _joined = true;
        return Outbox.Establish(services.Flows.Of(in _account), this, request.NextSeqNo, new EstablishmentAck
        {
            SessionId = _sessionId,
            RequestTimestampNs = request.TimestampNs,
            KeepAliveMs = request.KeepAliveMs,
            MaxRetransmitCount = WireLimits.MaxRetransmitCount,
        });
    }

    private void Retransmit(in RetransmitRequest request)
    {
        var refusal = request.SessionId != _sessionId ? RetransmitRejectReason.WrongSession
            : request.Count == 0 || request.FromSeqNo == 0 ? RetransmitRejectReason.OutOfRange
            : request.Count > WireLimits.MaxRetransmitCount ? RetransmitRejectReason.TooMany
            : Outbox.Retransmit(in request);
        if (refusal is { } reason)
        {
            Outbox.Enqueue(new RetransmitReject
            {
                SessionId = _sessionId,
                RequestTimestampNs = request.TimestampNs,
                Reason = reason,
            });
        }
    }

    private void RejectNegotiation(NegotiationRejectReason reason, long requestTimestampNs)
    {
        if (MoveTo(SessionState.Closed))
        {
            Outbox.Finish(new NegotiationReject
            {
                SessionId = _sessionId,
                RequestTimestampNs = requestTimestampNs,
                Reason = reason,
            });
        }
    }

    private void RejectEstablishment(EstablishmentRejectReason reason, long requestTimestampNs)
    {
        if (MoveTo(SessionState.Closed))
        {
            Outbox.Finish(new EstablishmentReject
            {
                SessionId = _sessionId,
                RequestTimestampNs = requestTimestampNs,
                Reason = reason,
            });
        }
    }
}
