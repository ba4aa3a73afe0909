namespace DexExtra.Gateway.Feed;

/// <summary>The numbered errors of Engine.IO's HTTP side.</summary>
internal enum SocketIoError
{
    UnknownTransport = 0,
    UnknownSession = 1,
    BadHandshakeMethod = 2,
    BadRequest = 3,
    Forbidden = 4,
    UnsupportedVersion = 5,
}
