using System.Net.Sockets;
using System.Threading.Channels;
using DexExtra.Protocol;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Sessions;

/// <summary>
/// Everything a session sends, in the right order: answers outside the numbered flow first, then a running
/// retransmission, then the live flow, which is read from the account's flow where the last send ended. Anybody may
/// enqueue; one task sends. Nothing here ever waits for the peer but that task.
/// </summary>
internal sealed class SessionOutbox(Socket socket, GatewayClock clock)
{
    private const long NsPerMs = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private byte[] _control = new byte[WireLimits.MaxFrameBytes];
    private int _controlBytes;
    private AccountFlow? _flow;
    private ulong _liveNext;
    private long _liveBytes;
    private ulong _resendNext;
    private ulong _resendEnd;
    private bool _final;
    private bool _overflow;
    private long _sendStartedNs;
    private long _lastSentNs = clock.MonotonicNs;

    public void Signal() => _signal.Writer.TryWrite(true);

    public void Enqueue<TBody>(in TBody body)
        where TBody : unmanaged, IWireMessage
    {
        Span<byte> frame = stackalloc byte[WireLimits.MaxFrameBytes];
        EnqueueFrame(frame[..Frame.Write(frame, in body)]);
    }

    public void EnqueueFrame(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            Append(frame);
        }

        Signal();
    }

    /// <summary>The last words of the venue; whatever is enqueued later is dropped.</summary>
    public void Finish<TBody>(in TBody body)
        where TBody : unmanaged, IWireMessage
    {
        Span<byte> frame = stackalloc byte[WireLimits.MaxFrameBytes];
        lock (_gate)
        {
            Append(frame[..Frame.Write(frame, in body)]);
            _final = true;
        }

        Signal();
    }

    /// <summary>
    /// Joins the live flow and acknowledges in one step, so that the first live report is the one the acknowledgement
    /// names. Null when done, else why not.
    /// </summary>
    public EstablishmentRejectReason? Establish(
        AccountFlow flow, OrderEntrySession session, ulong clientNextSeqNo, EstablishmentAck ack)
    {
        lock (_gate)
        {
            if (!flow.TryJoin(session, out _liveNext, out _liveBytes))
            {
                return EstablishmentRejectReason.Overloaded;
            }

            if (clientNextSeqNo > _liveNext)
            {
                return EstablishmentRejectReason.InvalidNextSeqNo;
            }

            _flow = flow;
            ack.NextSeqNo = _liveNext;
            Span<byte> frame = stackalloc byte[WireLimits.MaxFrameBytes];
            Append(frame[..Frame.Write(frame, in ack)]);
        }

        Signal();
        return null;
    }

    /// <summary>Starts a retransmission and announces it, or says why not.</summary>
    public RetransmitRejectReason? Retransmit(in RetransmitRequest request)
    {
        lock (_gate)
        {
            if (_resendNext < _resendEnd)
            {
                return RetransmitRejectReason.InProgress;
            }

            // only what was sent live already is sent again; the rest comes by itself
            var wanted = request.FromSeqNo >= _liveNext
                ? 0
                : (uint)Math.Min(request.Count, _liveNext - request.FromSeqNo);
            var available = _flow!.Available(request.FromSeqNo, wanted);
            if (available is not > 0)
            {
                return available is null && request.FromSeqNo > 0
                    ? RetransmitRejectReason.Expired
                    : RetransmitRejectReason.OutOfRange;
            }

            _resendNext = request.FromSeqNo;
            _resendEnd = request.FromSeqNo + available.Value;
            var header = new Retransmission
            {
                SessionId = request.SessionId,
                RequestTimestampNs = request.TimestampNs,
                NextSeqNo = request.FromSeqNo,
                Count = available.Value,
            };
            Span<byte> frame = stackalloc byte[WireLimits.MaxFrameBytes];
            Append(frame[..Frame.Write(frame, in header)]);
        }

        Signal();
        return null;
    }

    /// <summary>Sends a heartbeat when nothing was sent for the interval. Heartbeat task.</summary>
    public void BeatIfIdle(int keepAliveMs)
    {
        var idleNs = clock.MonotonicNs - Volatile.Read(ref _lastSentNs);
        if (idleNs < (keepAliveMs - GatewayLimits.SessionHeartbeatMs) * NsPerMs
            || Volatile.Read(ref _sendStartedNs) != 0)
        {
            return;
        }

        Span<byte> frame = stackalloc byte[WireLimits.MaxFrameBytes];
        lock (_gate)
        {
            Append(frame[..Frame.Write(frame, new Sequence { NextSeqNo = _liveNext })]);
        }

        Signal();
    }

    /// <summary>True when the peer does not take what it is sent, or let answers pile up (NET-05).</summary>
    public bool IsStuck()
    {
        var startedNs = Volatile.Read(ref _sendStartedNs);
        lock (_gate)
        {
            if (_overflow)
            {
                return true;
            }

            var waiting = _controlBytes + (_flow is null ? 0 : _flow.TotalBytes - _liveBytes);
            var allowedMs = waiting > GatewayLimits.SessionQueueBytes
                ? GatewayLimits.SlowSendMs
                : GatewayLimits.StuckSendMs;
            return startedNs != 0 && clock.MonotonicNs - startedNs > allowedMs * NsPerMs;
        }
    }

    /// <summary>Sends until the last words are out.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The session is being aborted.</exception>
    public async Task RunAsync(CancellationToken aborted)
    {
        var buffer = new byte[GatewayLimits.SessionSendBytes];
        while (true)
        {
            await _signal.Reader.ReadAsync(aborted);
            while (Gather(buffer) is var length and > 0)
            {
                await SendAsync(buffer.AsMemory(0, length), aborted);
            }

            lock (_gate)
            {
                if (_final && _controlBytes == 0)
                {
                    return;
                }
            }
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken aborted)
    {
        Volatile.Write(ref _sendStartedNs, Math.Max(1, clock.MonotonicNs));
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, aborted)..];
        }

        Volatile.Write(ref _lastSentNs, clock.MonotonicNs);
        Volatile.Write(ref _sendStartedNs, 0);
    }

    private int Gather(Span<byte> destination)
    {
        lock (_gate)
        {
            var control = Math.Min(_controlBytes, destination.Length);
            _control.AsSpan(0, control).CopyTo(destination);
            _control.AsSpan(control, _controlBytes - control).CopyTo(_control);
            _controlBytes -= control;
            if (_final || _flow is null || _controlBytes > 0)
            {
                return control;
            }

            var resent = GatherResent(destination[control..]);
            if (!_flow.TryCopy(ref _liveNext, ulong.MaxValue, destination[(control + resent)..], out var live))
            {
                _overflow = true;
            }

            _liveBytes += live;
            return control + resent + live;
        }
    }

    private int GatherResent(Span<byte> destination)
    {
        if (_resendNext >= _resendEnd)
        {
            return 0;
        }

        if (!_flow!.TryCopy(ref _resendNext, _resendEnd, destination, out var length))
        {
            _overflow = true;
            return 0;
        }

        var rest = destination[..length];
        while (!rest.IsEmpty)
        {
            Frame.Peek(rest, WireLimits.MaxFrameBytes, out var frameBytes);
            ReportBuilder.MarkResent(rest[..frameBytes]);
            rest = rest[frameBytes..];
        }

        return length;
    }

    /// <summary>Gate held.</summary>
    private void Append(ReadOnlySpan<byte> frame)
    {
        if (_final || _overflow)
        {
            return;
        }

        var needed = _controlBytes + frame.Length;
        if (needed > GatewayLimits.SessionControlBytes)
        {
            _overflow = true;
            return;
        }

        if (needed > _control.Length)
        {
            Array.Resize(ref _control, Math.Max(needed, 2 * _control.Length));
        }

        frame.CopyTo(_control.AsSpan(_controlBytes));
        _controlBytes = needed;
    }
}
