using System.Net.WebSockets;
using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Rest;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// GET /v1/feed: the WebSocket side of the feed. Reads small text requests, refuses what it does not know with an error
/// message, counts and caps. Public data only, so any origin may connect and no token is asked for.
/// </summary>
internal sealed class FeedEndpoint(FeedHub hub, GatewayLimits limits, GatewayClock clock, CancellationToken stopping)
{
    private int _clients;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/feed", HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problem.Malformed("/v1/feed speaks WebSocket").ExecuteAsync(context);
            return;
        }

        if (Interlocked.Increment(ref _clients) > limits.MaxFeedClients)
        {
            Interlocked.Decrement(ref _clients);
            await Problem.Of(RejectReason.Overloaded).ExecuteAsync(context);
            return;
        }

        GatewayMetrics.FeedClients.Inc();
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await ServeAsync(socket);
        }
        finally
        {
            GatewayMetrics.FeedClients.Dec();
            Interlocked.Decrement(ref _clients);
        }
    }

    private async Task ServeAsync(WebSocket socket)
    {
        using var client = new FeedClient(socket, limits, clock);
        var sender = client.RunSenderAsync(stopping);
        try
        {
            await ReadRequestsAsync(socket, client);
        }
        catch (WebSocketException) // reset, ping without pong, protocol error: the connection is over
        {
        }
        finally
        {
            hub.Leave(client);
            client.Complete();
            await sender;
        }
    }

    private async Task ReadRequestsAsync(WebSocket socket, FeedClient client)
    {
        var buffer = new byte[GatewayLimits.MaxFeedRequestBytes];
        var bucket = new TokenBucket(new RateLimit(
            GatewayLimits.FeedRequestsPerSecond, GatewayLimits.FeedRequestBurst));
        var requests = new FeedRequests(hub, client);
        var length = 0;
        while (!client.IsSlow)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Binary || (length == buffer.Length && !result.EndOfMessage))
            {
                client.Enqueue(requests.Refusal(RejectReason.Malformed, "text messages of at most 4 KiB only"));
                return;
            }

            if (!result.EndOfMessage)
            {
                continue;
            }

            if (!bucket.TryTake(clock.MonotonicNs, out _))
            {
                client.Enqueue(requests.Refusal(RejectReason.RateLimited, "too many requests"));
                return;
            }

            requests.Handle(buffer.AsSpan(0, length));
            length = 0;
        }
    }
}
