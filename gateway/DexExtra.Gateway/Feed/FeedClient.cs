using System.Net.WebSockets;
using System.Threading.Channels;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// One WebSocket connection: a bounded queue that the follower fills without ever waiting, and one sender. A client
/// that
/// reads too slowly is closed with SLOW_CONSUMER (D7): its queue is dropped, it resumes with a fresh snapshot. Enqueue
/// is for the follower and the client's own reader; Run* belong to the connection's task.
/// </summary>
internal sealed class FeedClient(WebSocket socket, GatewayLimits limits, GatewayClock clock) : IDisposable
{
    private readonly Channel<(byte[] Message, bool IsSnapshot)> _queue =
        Channel.CreateUnbounded<(byte[] Message, bool IsSnapshot)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly CancellationTokenSource _abort = new();
    private int _queuedBytes;
    private int _slow;

    public bool IsSlow => Volatile.Read(ref _slow) != 0;

    public void Enqueue(byte[] message)
    {
        if (IsSlow)
        {
            return;
        }

        if (Interlocked.Add(ref _queuedBytes, message.Length) > limits.FeedQueueBytes)
        {
            MarkSlow();
            return;
        }

        _queue.Writer.TryWrite((message, false));
    }

    /// <summary>
    /// A snapshot is as large as the book; it does not count against the queue, subscriptions are few.
    /// </summary>
    public void EnqueueSnapshot(byte[] message)
    {
        if (!IsSlow)
        {
            _queue.Writer.TryWrite((message, true));
        }
    }

    /// <summary>Ends the sender after what is queued.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Sends until the queue is completed or the client is too slow; then closes with the reason.</summary>
    public async Task RunSenderAsync(CancellationToken stopping)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping, _abort.Token);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(linked.Token))
            {
                while (!IsSlow && _queue.Reader.TryRead(out var entry))
                {
                    await socket.SendAsync(entry.Message, WebSocketMessageType.Text, true, linked.Token);
                    Interlocked.Add(ref _queuedBytes, entry.IsSnapshot ? 0 : -entry.Message.Length);
                }

                if (IsSlow)
                {
                    break;
                }
            }

            await CloseAsync(ClosingWords(), linked.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) // say so, if it can still be said
        {
            AbortLater();
            await SayGoodbyeAsync();
        }
        catch (OperationCanceledException) // the grace of a slow client is over: abort without words
        {
            socket.Abort();
        }
        catch (WebSocketException) // the peer is gone: nothing left to say
        {
            socket.Abort();
        }
    }

    public void Dispose() => _abort.Dispose();

    private (WebSocketCloseStatus Status, string Reason) ClosingWords() => IsSlow
        ? (WebSocketCloseStatus.PolicyViolation, "SLOW_CONSUMER")
        : (WebSocketCloseStatus.NormalClosure, "BYE");

    private async Task SayGoodbyeAsync()
    {
        try
        {
            await CloseAsync((WebSocketCloseStatus.EndpointUnavailable, "SHUTDOWN"), _abort.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException) // not to be heard
        {
            socket.Abort();
        }
    }

    private Task CloseAsync((WebSocketCloseStatus Status, string Reason) words, CancellationToken token) =>
        socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? socket.CloseOutputAsync(words.Status, words.Reason, token)
            : Task.CompletedTask;

    private void MarkSlow()
    {
        if (Interlocked.Exchange(ref _slow, 1) == 0)
        {
            GatewayMetrics.SlowConsumers.WithLabels("feed").Inc();
            _queue.Writer.TryComplete();
            AbortLater();
        }
    }

    /// <summary>A send that is stuck in a full TCP window gets a grace, so that the close frame has a chance.</summary>
    private void AbortLater()
    {
        var grace = TimeSpan.FromMilliseconds(GatewayLimits.CloseGraceMs);
        _ = Task.Delay(grace, clock.Time).ContinueWith(
            _ => Abort(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Abort()
    {
        try
        {
            _abort.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the connection ended within the grace: nothing to abort
        }

        socket.Abort();
    }
}
