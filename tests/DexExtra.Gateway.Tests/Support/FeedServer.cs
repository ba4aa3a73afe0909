using System.Net;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Sessions;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>The feed's own server on a free port, fed with frames by hand: all transports, no engine, no gateway.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FeedFanOut _fanOut;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _beating;

    private FeedServer(GatewayLimits limits, IReadOnlyCollection<string> origins)
    {
        var clock = new GatewayClock(TimeProvider.System);
        _fanOut = new FeedFanOut(clock);
        Venue = new VenueView(limits);
        Hub = new FeedHub(Venue, _fanOut, clock);
        var sessions = new RestSessions(clock, Venue);
        var flows = new AccountFlows(Venue, limits);
        var streams = new UserStreams(Venue, flows, sessions, clock);
        var services = new FeedServices(
            Hub, streams, sessions, Venue, limits, new OriginPolicy(origins),
            new FeedCapacity(limits.MaxFeedClients), clock, _stopping.Token);
        Sessions = new SocketIoSessions(services);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = GatewayLimits.MaxRequestBodyBytes;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.UseRouting();
        new FeedEndpoint(services).Map(_app);
        new SocketIoEndpoint(services, Sessions).Map(_app);
        _beating = BeatAsync();
    }

    public VenueView Venue { get; }

    public FeedHub Hub { get; }

    public SocketIoSessions Sessions { get; }

    public Uri Address { get; private set; } = null!;

    public static async Task<FeedServer> StartAsync(
        GatewayLimits? limits = null, IReadOnlyCollection<string>? origins = null)
    {
        var server = new FeedServer(limits ?? new GatewayLimits(), origins ?? [OriginPolicy.Any]);
        server._fanOut.Start();
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    public void Apply(ReadOnlySpan<byte> frame)
    {
        lock (Venue.Gate)
        {
            Venue.Apply(new EventFrame(frame));
            Hub.OnFrame(new EventFrame(frame));
            Hub.OnPause();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _beating;
        using var grace = new CancellationTokenSource(GatewayLimits.CloseGraceMs);
        await _app.StopAsync(grace.Token);
        await _app.DisposeAsync();
        _fanOut.Dispose();
        _stopping.Dispose();
    }

    /// <summary>What the follower and the gateway's own heartbeat do beside frames.</summary>
    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(GatewayLimits.FollowerWaitMs));
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                Sessions.Beat();
                lock (Venue.Gate)
                {
                    Hub.OnPause();
                }
            }
        }
        catch (OperationCanceledException) // stopping
        {
        }
    }
}
