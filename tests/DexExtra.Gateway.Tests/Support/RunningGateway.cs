using System.Net;
using DexExtra.Client;
using DexExtra.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>
/// One gateway in this process, on free ports, with its REST client. Log lines are kept for failures.
/// </summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly GatewayHost _host;
    private readonly ILoggerFactory _loggers;
    private readonly HttpClient _http;

    private RunningGateway(GatewayHost host, ILoggerFactory loggers)
    {
        _host = host;
        _loggers = loggers;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.HttpPort}") };
        Rest = new RestClient(_http);
    }

    public RestClient Rest { get; }

    /// <summary>Faulted when a part that the gateway cannot live without failed.</summary>
    public Task Failed => _host.Failed;

    public IEnumerable<Endpoint> Endpoints => _host.Endpoints;

    public EndPoint OrderEntry => new IPEndPoint(IPAddress.Loopback, _host.OrderEntryPort);

    public Uri Feed => new($"ws://127.0.0.1:{_host.HttpPort}/v1/feed");

    public static async Task<RunningGateway> StartAsync(
        VenueSection venue, GatewaySection section, TimeProvider time, bool nettedSettlement = false)
    {
        var gateway = await StartUnreadyAsync(venue, section, time, nettedSettlement);
        await gateway.Rest.WaitUntilReadyAsync();
        return gateway;
    }

    /// <summary>Whatever its health says.</summary>
    public static async Task<RunningGateway> StartUnreadyAsync(
        VenueSection venue, GatewaySection section, TimeProvider time, bool nettedSettlement = false)
    {
        var loggers = LoggerFactory.Create(builder => builder.AddFilter(level => level >= LogLevel.Error).AddConsole());
        return new RunningGateway(
            await GatewayHost.StartAsync(venue, section, loggers, time, nettedSettlement), loggers);
    }

    public Task<OrderEntryClient> ConnectAsync(
        Trader trader, IOrderEntryHandler handler, ulong nextSeqNo = 1, int keepAliveMs = 5_000) =>
        OrderEntryClient.ConnectAsync(
            new OrderEntryClientOptions
            {
                Venue = OrderEntry,
                Account = trader.Account,
                Domain = Venue.Domain,
                NextSeqNo = nextSeqNo,
                KeepAliveMs = keepAliveMs,
            },
            trader.Key,
            handler);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        _loggers.Dispose();
    }
}
