using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Sessions;
using DexExtra.Messages;
using DexExtra.Protocol;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// D8: one account's numbered flow on one connection, with the numbers of the binary protocol and never conflated. It
/// reads the flow that is kept anyway as fast as the connection takes it, so a slow client costs no memory; one that
/// falls behind what is kept is closed. Its token is looked at before every batch. Any thread signals; one at a time
/// pumps.
/// </summary>
internal sealed class UserStream : IFlowFollower, IThreadPoolWorkItem, IDisposable
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Again = 2;

    private readonly FeedOutbox _outbox;
    private readonly UserStreams _owner;
    private readonly string _token;
    private readonly RestSessions _sessions;
    private readonly byte[] _buffer = new byte[GatewayLimits.UserStreamBatchBytes];
    private AccountFlow _flow = null!;
    private ulong _nextSeqNo = ulong.MaxValue;
    private int _state;
    private volatile bool _isEnded;

    public UserStream(FeedOutbox outbox, AccountId account, string token, UserStreams owner, RestSessions sessions)
    {
        _outbox = outbox;
        _owner = owner;
        _token = token;
        _sessions = sessions;
        Account = account;
        outbox.OnDrained(Signal);
    }

    public AccountId Account { get; }

    /// <summary>From here on reports from a number on are sent; what comes before was queued.</summary>
    public void Begin(AccountFlow flow, ulong nextSeqNo)
    {
        _flow = flow;
        Volatile.Write(ref _nextSeqNo, nextSeqNo);
        Signal();
    }

    public void Signal()
    {
        if (Volatile.Read(ref _nextSeqNo) != ulong.MaxValue
            && !_isEnded && Interlocked.Exchange(ref _state, Again) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        do
        {
            Volatile.Write(ref _state, Busy);
            Pump();
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Busy) != Busy);
    }

    /// <summary>A message outside the numbers; dropped when there is no room.</summary>
    public void Offer(FeedMessage message)
    {
        if (!_isEnded && Volatile.Read(ref _nextSeqNo) != ulong.MaxValue)
        {
            _outbox.TryEnqueue(message);
        }
    }

    public void Dispose()
    {
        _isEnded = true;
        _outbox.OffDrained(Signal);
        _owner.Close(this);
    }

    private void Pump()
    {
        if (!_isEnded && !_sessions.TryOwner(_token, out _, out _))
        {
            _outbox.Answer(FeedMessage.OfUser(_owner.Expired(Account)));
            Dispose();
        }

        while (!_isEnded && _outbox.HasRoom)
        {
            var next = _nextSeqNo;
            if (!_flow.TryCopy(ref next, ulong.MaxValue, _buffer, out var length))
            {
                _outbox.Close(FeedOutbox.SlowConsumer);
                return;
            }

            if (length == 0 || !Send(_buffer.AsSpan(0, length)))
            {
                return;
            }
        }
    }

    /// <summary>False when the connection took only some of them.</summary>
    private bool Send(ReadOnlySpan<byte> frames)
    {
        while (!frames.IsEmpty)
        {
            Frame.Peek(frames, WireLimits.MaxFrameBytes, out var length);
            if (!_outbox.TryEnqueue(FeedMessage.OfUser(ReportJson.Write(Account, frames[..length]))))
            {
                return false;
            }

            _nextSeqNo++;
            frames = frames[length..];
        }

        return true;
    }
}
