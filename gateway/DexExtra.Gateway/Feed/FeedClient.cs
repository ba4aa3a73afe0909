using System.Net.WebSockets;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Sends an outbox over one WebSocket until it is closed, then says why (D7): as JSON of the feed, or as packets of
/// Socket.IO. Belongs to the connection's task.
/// </summary>
internal sealed class FeedClient : IDisposable
{
    private readonly WebSocket _socket;
    private readonly FeedOutbox _outbox;
    private readonly GatewayClock _clock;
    private readonly bool _isPackets;
    private readonly CancellationTokenSource _abort = new();

    public FeedClient(WebSocket socket, FeedOutbox outbox, GatewayClock clock, bool isPackets)
    {
        _socket = socket;
        _outbox = outbox;
        _clock = clock;
        _isPackets = isPackets;
        outbox.OnClosed(AbortLater);
    }

    /// <summary>Sends until the outbox is closed; then closes with the reason.</summary>
    public async Task RunSenderAsync(CancellationToken stopping)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping, _abort.Token);
        try
        {
            while (await _outbox.WaitAsync(linked.Token))
            {
                while (_outbox.TryTake(out var message))
                {
                    var bytes = _isPackets ? message.Packet : message.Json;
                    await _socket.SendAsync(bytes, WebSocketMessageType.Text, true, linked.Token);
                }

                if (_outbox.CloseReason == FeedOutbox.SlowConsumer)
                {
                    break;
                }
            }

            await CloseAsync(ClosingWords(), linked.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) // say so, if it can still be said
        {
            _outbox.Close(FeedOutbox.Shutdown);
            AbortLater();
            await SayGoodbyeAsync();
        }
        catch (OperationCanceledException) // the grace of a closed outbox is over: abort without words
        {
            _socket.Abort();
        }
        catch (WebSocketException) // the peer is gone: nothing left to say
        {
            _outbox.Close(null);
            _socket.Abort();
        }
    }

    public void Dispose() => _abort.Dispose();

    private (WebSocketCloseStatus Status, string Reason) ClosingWords() => _outbox.CloseReason switch
    {
        null => (WebSocketCloseStatus.NormalClosure, "BYE"),
        FeedOutbox.Shutdown => (WebSocketCloseStatus.EndpointUnavailable, FeedOutbox.Shutdown),
        var reason => (WebSocketCloseStatus.PolicyViolation, reason),
    };

    private async Task SayGoodbyeAsync()
    {
        try
        {
            await CloseAsync(ClosingWords(), _abort.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException) // not to be heard
        {
            _socket.Abort();
        }
    }

    private Task CloseAsync((WebSocketCloseStatus Status, string Reason) words, CancellationToken token) =>
        _socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? _socket.CloseOutputAsync(words.Status, words.Reason, token)
            : Task.CompletedTask;

    /// <summary>A send that is stuck in a full TCP window gets a grace, so that the close frame has a chance.</summary>
    private void AbortLater()
    {
        var grace = TimeSpan.FromMilliseconds(GatewayLimits.CloseGraceMs);
        _ = Task.Delay(grace, _clock.Time).ContinueWith(
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

        _socket.Abort();
    }
}
