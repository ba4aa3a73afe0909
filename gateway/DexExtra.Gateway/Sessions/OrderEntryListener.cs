using System.Net;
using System.Net.Sockets;
using DexExtra.Hosting;

namespace DexExtra.Gateway.Sessions;

/// <summary>
/// Accepts binary connections on loopback. Beyond the cap a connection is closed at once, without a word.
/// </summary>
internal sealed class OrderEntryListener : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly SessionTable _table;
    private readonly SessionServices _services;
    private readonly ILogger _log;

    /// <exception cref="FatalException">The port is taken.</exception>
    public OrderEntryListener(int port, SessionTable table, SessionServices services, ILogger log)
    {
        _table = table;
        _services = services;
        _log = log;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _socket.Listen(Backlog);
        }
        catch (SocketException error)
        {
            _socket.Dispose();
            throw new FatalException(ExitCodes.Configuration, $"orderEntryPort {port}: {error.Message}");
        }
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Accepts until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _socket.AcceptAsync(stopping);
                socket.NoDelay = true;
                socket.SendBufferSize = GatewayLimits.SessionSocketBytes;
                Start(socket);
            }
            catch (SocketException error) // the peer gave up, or descriptors ran out: others may still get in
            {
                _log.LogWarning("accept: {Error}", error.SocketErrorCode);
                var pause = TimeSpan.FromMilliseconds(GatewayLimits.AcceptRetryMs);
                await Task.Delay(pause, _services.Clock.Time, stopping);
            }
            catch (OperationCanceledException) // stopping
            {
                return;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Start(Socket socket)
    {
        var session = new OrderEntrySession(socket, _services);
        if (!_table.TryRun(session))
        {
            _log.LogWarning("connection refused: {Count} sessions", _table.Count);
            session.Dispose();
        }
    }
}
