using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// What waits to be sent on one connection, whatever its transport: a bounded queue that is filled without ever waiting
/// (D7), and the reason for which the connection ends. One reader. Filled by any thread.
/// </summary>
internal sealed class FeedOutbox(GatewayLimits limits)
{
    public const string SlowConsumer = "SLOW_CONSUMER";
    public const string Shutdown = "SHUTDOWN";

    private readonly Channel<Entry> _queue =
        Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Lock _gate = new();
    private readonly List<FeedSubscription> _behind = [];
    private int _queuedBytes;
    private int _batchBytes;
    private string? _closeReason;
    private Action? _closed;
    private Action? _drained;

    /// <summary>Null while open, and after a close that the client asked for.</summary>
    public string? CloseReason => Volatile.Read(ref _closeReason);

    /// <summary>Nothing is added any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Enough room to ask for more (user streams, resynchronisation).</summary>
    public bool HasRoom => Volatile.Read(ref _queuedBytes) + Volatile.Read(ref _batchBytes)
        <= limits.FeedQueueBytes / GatewayLimits.FeedLowWaterShare;

    /// <summary>Monotonic time at which a subscription fell behind; 0 when none is.</summary>
    public long BehindSinceNs { get; private set; }

    /// <summary>Called once, when the outbox closes; by the thread that closes it.</summary>
    public void OnClosed(Action closed) => _closed = closed;

    /// <summary>Called by the reader whenever little is waiting.</summary>
    public void OnDrained(Action drained)
    {
        lock (_gate)
        {
            _drained += drained;
        }
    }

    public void OffDrained(Action drained)
    {
        lock (_gate)
        {
            _drained -= drained;
        }
    }

    /// <summary>False when there is no room; nothing was queued then.</summary>
    public bool TryEnqueue(FeedMessage message)
    {
        if (CloseReason is not null)
        {
            return false;
        }

        if (Interlocked.Add(ref _queuedBytes, message.Json.Length) > limits.FeedQueueBytes)
        {
            Interlocked.Add(ref _queuedBytes, -message.Json.Length);
            return false;
        }

        return _queue.Writer.TryWrite(new Entry(message, false));
    }

    /// <summary>An answer to a request: there is room, or the client reads too slowly.</summary>
    public void Answer(FeedMessage message)
    {
        if (!TryEnqueue(message) && !IsClosed)
        {
            Close(SlowConsumer);
        }
    }

    /// <summary>
    /// A snapshot or what was missed, which may be larger than the bound: one of them at a time, and only when little
    /// else waits. False: later.
    /// </summary>
    public bool TryEnqueueBatch(IReadOnlyList<FeedMessage> messages)
    {
        if (CloseReason is not null || !HasRoom)
        {
            return false;
        }

        foreach (var message in messages)
        {
            Interlocked.Add(ref _batchBytes, message.Json.Length);
            _queue.Writer.TryWrite(new Entry(message, true));
        }

        return true;
    }

    /// <summary>A subscription that missed something and waits for room.</summary>
    public void FallBehind(FeedSubscription subscription, long nowNs)
    {
        lock (_gate)
        {
            subscription.IsBehind = true;
            BehindSinceNs = BehindSinceNs == 0 ? Math.Max(nowNs, 1) : BehindSinceNs;
            _behind.Add(subscription);
        }
    }

    /// <summary>Those that fell behind, when there is room for them.</summary>
    public FeedSubscription[] TakeBehind()
    {
        if (BehindSinceNs == 0)
        {
            return [];
        }

        lock (_gate)
        {
            if (!HasRoom)
            {
                return [];
            }

            FeedSubscription[] behind = [.. _behind];
            _behind.Clear();
            BehindSinceNs = 0;
            return behind;
        }
    }

    /// <summary>
    /// Reader: waits for something to send; false when the outbox is closed and what counts was sent.
    /// </summary>
    public ValueTask<bool> WaitAsync(CancellationToken token) => _queue.Reader.WaitToReadAsync(token);

    public bool TryTake([NotNullWhen(true)] out FeedMessage? message)
    {
        message = null;
        if (CloseReason == SlowConsumer || !_queue.Reader.TryRead(out var entry))
        {
            return false;
        }

        message = entry.Message;
        _ = entry.IsBatch
            ? Interlocked.Add(ref _batchBytes, -message.Json.Length)
            : Interlocked.Add(ref _queuedBytes, -message.Json.Length);
        Drained();
        return true;
    }

    /// <summary>Asks for more where there is room.</summary>
    public void Drained()
    {
        if (HasRoom)
        {
            _drained?.Invoke();
        }
    }

    /// <summary>Ends the connection after what is queued; a slow one without it. The first reason stays.</summary>
    public void Close(string? reason)
    {
        if (reason is not null && Interlocked.CompareExchange(ref _closeReason, reason, null) is null
            && reason == SlowConsumer)
        {
            GatewayMetrics.SlowConsumers.WithLabels("feed").Inc();
        }

        IsClosed = true;
        if (_queue.Writer.TryComplete())
        {
            _closed?.Invoke();
        }
    }

    private readonly record struct Entry(FeedMessage Message, bool IsBatch);
}
