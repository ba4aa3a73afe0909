using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>A stock WebSocket client of the feed.</summary>
internal sealed class FeedClientProbe : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(100));

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<FeedClientProbe> ConnectAsync(Uri feed)
    {
        var probe = new FeedClientProbe();
        await probe._socket.ConnectAsync(feed, probe._patience.Token);
        return probe;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type) =>
        _socket.SendAsync(bytes, type, true, _patience.Token);

    public Task SubscribeAsync(string channel, uint marketId) =>
        SendAsync($$"""{"op":"subscribe","channel":"{{channel}}","marketId":{{marketId}}}""");

    /// <summary>The next message; null when the venue closed.</summary>
    public async Task<JsonObject?> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(_buffer.AsMemory(length), _patience.Token);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                return JsonNode.Parse(_buffer.AsSpan(0, length))!.AsObject();
            }
        }
    }

    /// <summary>The next message of a type; others are passed over.</summary>
    public async Task<JsonObject> ReceiveAsync(string type)
    {
        while (true)
        {
            var message = await ReceiveAsync() ?? throw new InvalidOperationException($"closed: {CloseReason}");
            if ((string)message["type"]! == type)
            {
                return message;
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }
}
