using System.Net;
using System.Net.Sockets;

namespace DexExtra.RealParts;

/// <summary>
/// A proxy in front of PostgreSQL that loses the answer to some COMMITs: the statement is forwarded, then both sides
/// are cut, before or after the server has answered (PG-03).
/// </summary>
public sealed class CommitCutter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _serverPort;
    private readonly Random _random;
    private readonly Task _accepting;
    private int _cutsLeft;

    public CommitCutter(int serverPort, int cuts, Random random)
    {
        _serverPort = serverPort;
        _cutsLeft = cuts;
        _random = random;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int CutsLeft => Volatile.Read(ref _cutsLeft);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        using (var cut = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token))
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, cut.Token);
                var answers = server.GetStream().CopyToAsync(client.GetStream(), cut.Token);
                await ForwardAsync(client.GetStream(), server.GetStream(), cut);
                await answers;
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // a cut connection is what this proxy is for
            }
        }
    }

    private async Task ForwardAsync(NetworkStream client, NetworkStream server, CancellationTokenSource cut)
    {
        var buffer = new byte[64 * 1024];
        int length;
        while ((length = await client.ReadAsync(buffer, cut.Token)) > 0)
        {
            if (buffer.AsSpan(0, length).IndexOf("COMMIT\0"u8) >= 0 && _random.Next(3) == 0 && CutsLeft > 0)
            {
                Interlocked.Decrement(ref _cutsLeft);
                var waits = _random.Next(2) == 0;
                await cut.CancelAsync();
                await server.WriteAsync(buffer.AsMemory(0, length));
                if (waits)
                {
                    await server.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false);
                }

                return;
            }

            await server.WriteAsync(buffer.AsMemory(0, length), cut.Token);
        }
    }
}
