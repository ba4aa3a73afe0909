namespace DexExtra.Gateway.Feed;

/// <summary>The texts of Engine.IO's errors, as the stock server has them.</summary>
internal static class SocketIoErrors
{
    public static string Text(SocketIoError error) => error switch
    {
        SocketIoError.UnknownTransport => "Transport unknown",
        SocketIoError.UnknownSession => "Session ID unknown",
        SocketIoError.BadHandshakeMethod => "Bad handshake method",
        SocketIoError.Forbidden => "Forbidden",
        SocketIoError.UnsupportedVersion => "Unsupported protocol version",
        _ => "Bad request",
    };
}
