using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DexExtra.Messages;
using DexExtra.Settlement.Chain;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>A real local chain on a free loopback port, mining a block per transaction; ended with the
/// fixture.</summary>
public sealed class AnvilNode : IAsyncLifetime
{
    public const ulong ChainId = 31337;

    private Process? _process;
    private JsonRpcClient? _rpc;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        Url = new Uri($"http://127.0.0.1:{port}");
        string[] arguments =
        [
            "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--prune-history", "64", "--silent",
            "--slots-in-an-epoch", "1", "--chain-id", ChainId.ToString(CultureInfo.InvariantCulture),
        ];
        _process = Process.Start(new ProcessStartInfo(ContractsBuild.AnvilBinary, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        _rpc = new JsonRpcClient(Url);
        await AnswersAsync();
    }

    public async Task<JsonElement> RpcAsync(string method, params object[] parameters) =>
        await _rpc!.RequestAsync(method, parameters, TestContext.Current.CancellationToken);

    public Task FundAsync(Address account) =>
        RpcAsync("anvil_setBalance", account.ToString(), "0x56bc75e2d63100000");

    /// <summary>Adds empty blocks; two make everything before them final.</summary>
    public Task MineAsync(int blocks) => RpcAsync("anvil_mine", RpcJson.Quantity((ulong)blocks));

    public async ValueTask DisposeAsync()
    {
        _rpc?.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AnswersAsync()
    {
        const int Tries = 200;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await RpcAsync("eth_chainId");
                return;
            }
            catch (ChainUnavailableException) when (attempt < Tries && !_process!.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
