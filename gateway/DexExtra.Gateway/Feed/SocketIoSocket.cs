using System.Net.WebSockets;

namespace DexExtra.Gateway.Feed;

/// <summary>The WebSocket transport of one Engine.IO session. Belongs to the connection's task.</summary>
internal sealed class SocketIoSocket(WebSocket socket, SocketIoSession session, FeedServices services)
{
    private readonly byte[] _buffer = new byte[GatewayLimits.MaxFeedRequestBytes + 1];

    /// <summary>
    /// From polling: probe, answer, upgrade. The poll that waits is ended with a no-op, so that nothing is sent both
    /// ways. False when the client did otherwise; the session then goes on polling.
    /// </summary>
    public async Task<bool> TryUpgradeAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(services.Stopping);
        patience.CancelAfter(GatewayLimits.SocketIoConnectMs);
        try
        {
            if (!(await ReadAsync(patience.Token)).Span.SequenceEqual(SocketIoPackets.Probe))
            {
                return false;
            }

            await socket.SendAsync(
                SocketIoPackets.ProbeAnswer, WebSocketMessageType.Text, true, patience.Token);
            session.ReleasePoll();
            if (!(await ReadAsync(patience.Token)).Span.SequenceEqual([SocketIoPackets.Upgrade]))
            {
                session.RearmPoll();
                return false;
            }

            session.IsUpgraded = true;
            await session.Reader.WaitAsync(patience.Token);
            return true;
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            session.RearmPoll();
            return false;
        }
    }

    /// <summary>Until either side ends it.</summary>
    public async Task ServeAsync(bool isNew)
    {
        using var client = new FeedClient(socket, session.Outbox, services.Clock, isPackets: true);
        if (isNew)
        {
            session.IsUpgraded = true;
            session.Outbox.Answer(FeedMessage.OfPacket(SocketIoPackets.Handshake(session.Sid, canUpgrade: false)));
        }

        var sender = client.RunSenderAsync(services.Stopping);
        try
        {
            await ReceiveAsync();
        }
        catch (WebSocketException) // reset, ping without pong, protocol error: the connection is over
        {
        }
        finally
        {
            session.Outbox.Close(null);
            await sender;
        }
    }

    private async Task ReceiveAsync()
    {
        while (!session.IsClosed)
        {
            var packet = await ReadAsync(CancellationToken.None);
            if (socket.State != WebSocketState.Open || !session.Handle(packet.Span))
            {
                return;
            }
        }
    }

    /// <summary>One message; an empty one, or one beyond the limit, is judged by the session.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken token)
    {
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(_buffer.AsMemory(length), token);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Binary)
            {
                return ReadOnlyMemory<byte>.Empty;
            }

            if (result.EndOfMessage || result.MessageType == WebSocketMessageType.Close || length == _buffer.Length)
            {
                return _buffer.AsMemory(0, length);
            }
        }
    }
}
