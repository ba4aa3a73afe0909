using System.Net;
using System.Net.WebSockets;
using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Rest;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// GET /v1/feed: the WebSocket side of the feed. Reads small text requests, refuses what it does not know with an error
/// message, counts and caps.
/// </summary>
internal sealed class FeedEndpoint(FeedServices services)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/feed", HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problem.Malformed("/v1/feed speaks WebSocket").ExecuteAsync(context);
            return;
        }

        if (!services.Origins.Allows(context.Request))
        {
            await Problem.Forbidden("pages of this origin may not connect").ExecuteAsync(context);
            return;
        }

        if (!services.Capacity.TryEnter())
        {
            await Problem.Of(RejectReason.Overloaded).ExecuteAsync(context);
            return;
        }

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await ServeAsync(socket, context.Connection.RemoteIpAddress);
        }
        finally
        {
            services.Capacity.Leave();
        }
    }

    private async Task ServeAsync(WebSocket socket, IPAddress? remote)
    {
        var outbox = new FeedOutbox(services.Limits);
        using var client = new FeedClient(socket, outbox, services.Clock, isPackets: false);
        using var requests = new FeedRequests(services, outbox, remote);
        var sender = client.RunSenderAsync(services.Stopping);
        try
        {
            await ReadRequestsAsync(socket, outbox, requests);
        }
        catch (WebSocketException) // reset, ping without pong, protocol error: the connection is over
        {
        }
        finally
        {
            outbox.Close(null);
            await sender;
        }
    }

    private async Task ReadRequestsAsync(WebSocket socket, FeedOutbox outbox, FeedRequests requests)
    {
        var buffer = new byte[GatewayLimits.MaxFeedRequestBytes];
        var bucket = new TokenBucket(new RateLimit(
            GatewayLimits.FeedRequestsPerSecond, GatewayLimits.FeedRequestBurst));
        var length = 0;
        while (outbox.CloseReason is null)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Binary || (length == buffer.Length && !result.EndOfMessage))
            {
                outbox.Answer(requests.Refusal(RejectReason.Malformed, "text messages of at most 4 KiB only"));
                return;
            }

            if (!result.EndOfMessage)
            {
                continue;
            }

            if (!bucket.TryTake(services.Clock.MonotonicNs, out _))
            {
                outbox.Answer(requests.Refusal(RejectReason.RateLimited, "too many requests"));
                return;
            }

            requests.Handle(buffer.AsSpan(0, length));
            length = 0;
        }
    }
}
