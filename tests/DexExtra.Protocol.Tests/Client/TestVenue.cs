using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using DexExtra.Messages;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Protocol.Tests.Client;

/// <summary>
/// The venue's side of one session after another over real sockets, run by the real SessionRules, with one account flow
/// and switches for what networks and venues do wrong. Used by one test each.
/// </summary>
internal sealed class TestVenue : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<byte[]> _flow = [];
    private readonly Channel<byte[]> _inbox = Channel.CreateUnbounded<byte[]>();
    private readonly Hash32 _challenge = Keccak256.Hash("challenge"u8);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private Socket? _peer;
    private SessionState _state;
    private AccountId _account;
    private SessionId _sessionId;

    public TestVenue()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public uint MaxRetransmitCount { get; init; } = WireLimits.MaxRetransmitCount;

    /// <summary>Sends one byte at a time.</summary>
    public bool Trickles { get; init; }

    /// <summary>Accepts connections and says nothing.</summary>
    public bool IsMute { get; set; }

    public RetransmitRejectReason? RefusesRetransmission { get; init; }

    /// <summary>Waits for the next inbound message of the template; others are skipped.</summary>
    public async Task<byte[]> NextAsync(Template template)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var frame = await _inbox.Reader.ReadAsync(timeout.Token);
            if (Frame.Decode(frame, out var actual) == DecodeResult.Ok && actual == template)
            {
                return frame;
            }
        }
    }

    /// <summary>Appends the next report to the flow; it is sent live unless it is to be lost.</summary>
    public void Publish(bool isLost = false)
    {
        lock (_gate)
        {
            var report = Examples.Report with { SeqNo = (ulong)_flow.Count + 1, OrderId = 1000 + _flow.Count };
            _flow.Add(Examples.Encode(report));
            if (!isLost && _state == SessionState.Established)
            {
                SendFrame(_flow[^1]);
            }
        }
    }

    public void SayWhereTheFlowIs() => Send(new Sequence { NextSeqNo = NextSeqNo });

    public void Send<TBody>(TBody body)
        where TBody : unmanaged, IWireMessage
    {
        lock (_gate)
        {
            SendFrame(Examples.Encode(body));
        }
    }

    public void SendRaw(params byte[] bytes)
    {
        lock (_gate)
        {
            _peer!.Send(bytes);
        }
    }

    public void Cut() => _peer!.Close(0);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _peer?.Dispose();
        _listener.Dispose();
        _stop.Dispose();
    }

    private ulong NextSeqNo => (ulong)_flow.Count + 1;

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _peer = await _listener.AcceptSocketAsync(_stop.Token);
                _peer.NoDelay = true;
                _state = SessionState.Connected;
                await ReadAsync(_peer);
            }
        }
        catch (OperationCanceledException)
        {
            // the test is over
        }
    }

    private async Task ReadAsync(Socket peer)
    {
        var reader = new FrameReader(WireLimits.MaxFrameBytes, 4096);
        try
        {
            int received;
            while ((received = await peer.ReceiveAsync(reader.Free, _stop.Token)) > 0)
            {
                reader.Advance(received);
                while (reader.TryRead(out var frame) == FrameStatus.Complete)
                {
                    Handle(frame);
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // the client left without a word, or the test cut the line
        }

        peer.Dispose();
    }

    private void Handle(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (!IsMute)
            {
                Assert.Equal(DecodeResult.Ok, Frame.Decode(frame, out var template));
                var step = SessionRules.Decide(_state, template);
                _state = step.Next;
                Do(step, frame);
            }
        }

        _inbox.Writer.TryWrite(frame.ToArray());
    }

    private void Do(SessionStep step, ReadOnlySpan<byte> frame)
    {
        switch (step.Action)
        {
            case SessionAction.AnswerNegotiation:
                ref readonly var negotiate = ref Frame.Body<Negotiate>(frame);
                (_account, _sessionId) = (negotiate.Account, negotiate.SessionId);
                Send(new NegotiationResponse
                {
                    SessionId = _sessionId,
                    Challenge = _challenge,
                    ChainId = Examples.Domain.ChainId,
                    VerifyingContract = Examples.Domain.VerifyingContract,
                });
                break;
            case SessionAction.VerifyLogin:
                Login(in Frame.Body<Establish>(frame));
                break;
            case SessionAction.Retransmit:
                Retransmit(in Frame.Body<RetransmitRequest>(frame));
                break;
            case SessionAction.Close:
                Send(new Terminate { SessionId = _sessionId, Reason = TerminateReason.Finished });
                _peer!.Shutdown(SocketShutdown.Send);
                break;
            default:
                break;
        }
    }

    private void Login(in Establish login)
    {
        var digest = LoginHash.Digest(Examples.Domain, _account.Owner, in _challenge, login.ExpirySeconds);
        var verdict = SignatureVerifier.Verify(in digest, _account.Owner, in login.Signature);
        _state = SessionRules.AfterLogin(
            _state, verdict == RejectReason.None ? null : EstablishmentRejectReason.InvalidSignature).Next;
        if (_state == SessionState.Established)
        {
            Send(new EstablishmentAck
            {
                SessionId = _sessionId,
                NextSeqNo = NextSeqNo,
                KeepAliveMs = login.KeepAliveMs,
                MaxRetransmitCount = MaxRetransmitCount,
            });
        }
        else
        {
            Send(new EstablishmentReject { Reason = EstablishmentRejectReason.InvalidSignature });
        }
    }

    private void Retransmit(in RetransmitRequest request)
    {
        if (RefusesRetransmission is { } reason)
        {
            Send(new RetransmitReject { SessionId = _sessionId, Reason = reason });
            return;
        }

        Assert.InRange(request.Count, 1U, MaxRetransmitCount);
        Assert.InRange(request.FromSeqNo + request.Count, 2UL, NextSeqNo);
        Send(new Retransmission { SessionId = _sessionId, NextSeqNo = request.FromSeqNo, Count = request.Count });
        for (var offset = 0UL; offset < request.Count; offset++)
        {
            var frame = _flow[(int)(request.FromSeqNo + offset - 1)].ToArray();
            ReportBuilder.MarkResent(frame);
            SendFrame(frame);
        }
    }

    private void SendFrame(byte[] frame)
    {
        var step = Trickles ? 1 : frame.Length;
        for (var offset = 0; offset < frame.Length; offset += step)
        {
            _peer!.Send(frame.AsSpan(offset, step));
        }
    }
}
