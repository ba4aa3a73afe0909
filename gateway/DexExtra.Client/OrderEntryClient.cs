using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Client;

/// <summary>
/// One established order entry session. Sending is synchronous, serialised by a lock, allocation-free, from any thread;
/// receiving runs on one loop that calls the handler in order. Heartbeats, gaps and retransmission are handled here;
/// reconnecting is the owner's: start a new client at <see cref="SessionEnd.NextSeqNo"/>. Unanswered orders may then be
/// sent again under the same client order ids without harm (C9).
/// </summary>
public sealed partial class OrderEntryClient : IAsyncDisposable
{
    private const int ReceiveBufferBytes = 64 * 1024;

    private readonly OrderEntryClientOptions _options;
    private readonly Socket _socket;
    private readonly PrivateKey _key;
    private readonly SessionId _sessionId;
    private readonly Lock _sendGate = new();
    private readonly byte[] _outbound = new byte[WireLimits.MaxFrameBytes];
    private readonly CancellationTokenSource _ended = new();
    private readonly ReceiveLoop _loop;
    private long _lastSentMs = Environment.TickCount64;
    private long _lastReceivedMs = Environment.TickCount64;
    private SessionEnd? _end;

    private OrderEntryClient(
        OrderEntryClientOptions options, Socket socket, PrivateKey key, SessionId sessionId, ReceiveLoop loop)
    {
        _options = options;
        _socket = socket;
        _key = key;
        _sessionId = sessionId;
        _loop = loop;
        Completion = RunAsync();
    }

    /// <summary>Ends when the session does, however that came; faults only with an exception of the handler.</summary>
    public Task<SessionEnd> Completion { get; }

    public AccountId Account => _options.Account;

    public Eip712Domain Domain => _options.Domain;

    /// <summary>The number of the next message to be delivered.</summary>
    public ulong NextSeqNo => _loop.NextSeqNo;

    private Terminate Farewell => new() { SessionId = _sessionId, Reason = TerminateReason.Finished };

    private long SilenceMs => (long)_options.KeepAliveMs * WireLimits.MissedKeepAlives;

    /// <summary>Connects, logs in with <paramref name="key"/> and starts receiving.</summary>
    /// <exception cref="SessionRefusedException">Unreachable, refused or silent; one line.</exception>
    public static async Task<OrderEntryClient> ConnectAsync(
        OrderEntryClientOptions options,
        PrivateKey key,
        IOrderEntryHandler handler,
        CancellationToken cancellation = default)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            SendTimeout = options.SendTimeoutMs,
        };
        try
        {
            await Handshake.ConnectAsync(socket, options, cancellation);
            var reader = new FrameReader(WireLimits.MaxFrameBytes, ReceiveBufferBytes);
            var handshake = new Handshake(options, socket, reader);
            var ack = await handshake.RunAsync(key, cancellation);
            var flow = new FlowTracker(options.NextSeqNo, ack.NextSeqNo, ack.MaxRetransmitCount);
            return new OrderEntryClient(
                options, socket, key, handshake.SessionId, new ReceiveLoop(socket, reader, flow, handler));
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new SessionRefusedException($"{options.Venue}: {failure.Message}");
        }
        catch (Exception)
        {
            // not a decision about the failure: the socket must not outlive the attempt
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Signs and sends an order. False if the session has ended: see <see cref="Completion"/>.</summary>
    public bool SendNewOrder(in SignedOrder order, ulong clientOrderId, uint tag = 0)
    {
        Span<byte> frame = stackalloc byte[OrderFrames.NewOrderBytes];
        OrderFrames.Write(frame, in order, clientOrderId, Domain, _key, tag);
        return Send(frame);
    }

    /// <summary>Signs and sends two or three orders that depend on each other (T12–T15), a parent first.</summary>
    /// <exception cref="ArgumentException">More legs than a list can have.</exception>
    public bool SendOrderList(ListKind kind, params ReadOnlySpan<OrderListLeg> legs)
    {
        Span<byte> frame = stackalloc byte[OrderFrames.ListBytes(NewOrderListRequest.MaxLegs)];
        return Send(frame[..OrderFrames.WriteList(frame, kind, legs, Domain, _key)]);
    }

    /// <summary>Signs and sends the next version of an open order (C4); one of the references may be 0.</summary>
    public bool SendReplace(in SignedOrder order, ulong clientOrderId, ulong origClientOrderId, long orderId)
    {
        Span<byte> frame = stackalloc byte[OrderFrames.ReplaceBytes];
        OrderFrames.WriteReplace(frame, in order, clientOrderId, origClientOrderId, orderId, Domain, _key);
        return Send(frame);
    }

    /// <summary>Sends a change of an open order inside what was signed (C4).</summary>
    public bool SendAmend(in OrderAmendRequest amend) => Send(in amend);

    /// <summary>Sends a cancel of everything that passes the filters (C6).</summary>
    public bool SendMassCancel(in MassCancelRequest request) => Send(in request);

    /// <summary>Sends the end of a lock that a mass cancel set (C6).</summary>
    public bool SendUnlock(ulong clientOrderId, bool allSubaccounts) => Send(new UnlockRequest
    {
        ClientOrderId = clientOrderId,
        AllSubaccounts = allSubaccounts ? (byte)1 : (byte)0,
    });

    /// <summary>Sends a cancel; one of the two references to the order may be 0.</summary>
    public bool SendCancel(ulong clientOrderId, ulong origClientOrderId, long orderId) => Send(new OrderCancelRequest
    {
        ClientOrderId = clientOrderId,
        OrigClientOrderId = origClientOrderId,
        OrderId = orderId,
    });

    /// <summary>Sends one or several whole frames, for instance from <see cref="OrderFrames"/>, as they are.</summary>
    public bool Send(ReadOnlySpan<byte> frames)
    {
        lock (_sendGate)
        {
            try
            {
                while (!frames.IsEmpty)
                {
                    frames = frames[_socket.Send(frames)..];
                }

                Volatile.Write(ref _lastSentMs, Environment.TickCount64);
                return true;
            }
            catch (SocketException failure)
            {
                // part of a frame may be out: this connection cannot be used again
                End(SessionEndReason.ConnectionLost, failure.Message);
                return false;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Says goodbye, waits for the venue's, and closes. Orders stay in the book.</summary>
    public async Task<SessionEnd> CloseAsync()
    {
        _loop.Closing = true;
        if (Send(Farewell))
        {
            await Task.WhenAny(Completion, Task.Delay(_options.TimeoutMs));
        }

        End(SessionEndReason.Closed, "closed");
        return await Completion;
    }

    public async ValueTask DisposeAsync()
    {
        End(SessionEndReason.Closed, "disposed");
        await ((Task)Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task<SessionEnd> RunAsync()
    {
        // the constructor must not run the handler
        await Task.Yield();
        var heartbeat = HeartbeatAsync();
        try
        {
            AskForMissing();
            while (!_ended.IsCancellationRequested && await StepAsync())
            {
                Volatile.Write(ref _lastReceivedMs, Environment.TickCount64);
                AskForMissing();
            }
        }
        finally
        {
            End(SessionEndReason.ConnectionLost, "the connection broke");
            await heartbeat;
        }

        return _end! with { NextSeqNo = _loop.NextSeqNo };
    }

    /// <summary>Receives once; false when the session is over.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> StepAsync()
    {
        try
        {
            if (await _loop.ReceiveAsync(_ended.Token) is not { } end)
            {
                return true;
            }

            End(end);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (SocketException failure)
        {
            End(SessionEndReason.ConnectionLost, failure.Message);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private void AskForMissing()
    {
        if (_loop.TryRequest(out var fromSeqNo, out var count))
        {
            Send(new RetransmitRequest { SessionId = _sessionId, FromSeqNo = fromSeqNo, Count = count });
        }
    }

    /// <summary>
    /// Twice per interval: a sign of life if nothing else was sent, and a look at the venue's last one.
    /// </summary>
    private async Task HeartbeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(1, _options.KeepAliveMs / 2)));
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                var nowMs = Environment.TickCount64;
                if (nowMs - Volatile.Read(ref _lastReceivedMs) > SilenceMs)
                {
                    End(SessionEndReason.KeepAliveLapsed, "the venue has gone silent");
                }
                else if (nowMs - Volatile.Read(ref _lastSentMs) >= _options.KeepAliveMs / 2)
                {
                    Send(new Sequence { NextSeqNo = _loop.NextSeqNo });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the session ended; nothing is left to watch
        }
    }

    private bool Send<TBody>(in TBody body)
        where TBody : unmanaged, IWireMessage
    {
        lock (_sendGate)
        {
            return Send(_outbound.AsSpan(0, Frame.Write(_outbound, in body)));
        }
    }

    private void End(SessionEndReason reason, string detail) => End(new SessionEnd(reason, 0, null, detail));

    /// <summary>The first reason wins; closing the socket wakes the loop and every blocked sender.</summary>
    private void End(SessionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is null)
        {
            if (end.Reason == SessionEndReason.TerminatedByVenue)
            {
                Send(Farewell);
            }

            _ended.Cancel();
            _socket.Dispose();
        }
    }
}
