using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>A WebSocket that keeps what is sent and never receives.</summary>
internal sealed class RecordingSocket : WebSocket
{
    public List<JsonObject> Messages { get; } = [];

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    public override void Abort()
    {
    }

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override void Dispose()
    {
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException("nothing is ever received");

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken)
    {
        Messages.Add(JsonNode.Parse(Encoding.UTF8.GetString(buffer))!.AsObject());
        return Task.CompletedTask;
    }
}
