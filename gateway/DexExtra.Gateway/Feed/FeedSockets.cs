using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// D7: what the kernel holds back for one connection is bounded as the outbox is; with its own limit a client that
/// reads nothing would take megabytes, and the work of sending them, before anybody notices. Stateless.
/// </summary>
internal static class FeedSockets
{
    public static void Configure(SocketTransportOptions transport) => transport.CreateBoundListenSocket = endpoint =>
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SendBufferSize = GatewayLimits.SocketSendBytes; // accepted sockets inherit it
        return socket;
    };
}
