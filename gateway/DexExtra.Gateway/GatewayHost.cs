using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Commands;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Follow;
using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Sessions;
using DexExtra.Gateway.Views;
using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Signing;
using DexExtra.Transport;

namespace DexExtra.Gateway;

/// <summary>
/// The composition root: event log → views → (sessions, feed, REST), and requests → admission → publication. Reading
/// starts before listening, so clients meet a gateway that knows the market. Tests start it on free ports and manual
/// time; Program.cs starts it on the system's.
/// </summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly GatewayClock _clock;
    private readonly Doorbell _engineDoorbell;
    private readonly CommandPublisher _publisher;
    private readonly PendingRequests _pending;
    private readonly VenueView _venue;
    private readonly EventFollower _follower;
    private readonly VerifyPool _verifyPool;
    private readonly SessionTable _sessions;
    private readonly OrderEntryListener _listener;
    private readonly RateLimits _rateLimits;
    private readonly GatewayServices _rest;
    private readonly GatewayLimits _limits;
    private readonly FeedHub _feed;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggerFactory _loggers;
    private WebServer? _web;
    private Task _accepting = Task.CompletedTask;
    private Task _beating = Task.CompletedTask;

    private GatewayHost(
        VenueSection venue, GatewaySection section, ILoggerFactory loggers, TimeProvider time, bool nettedSettlement)
    {
        Secp256k1.EnsureAvailable();
        _limits = section.Limits;
        _loggers = loggers;
        _clock = new GatewayClock(time);
        var domain = Eip712Domain.ForVenue(section.ChainId, Address.Parse(section.ExchangeAddress));

        _venue = new VenueView(_limits);
        _pending = new PendingRequests(section.SourceId, _limits.MaxPendingRequests);
        _rateLimits = new RateLimits(_limits, _clock);
        var flows = new AccountFlows(_venue, _limits);
        _feed = new FeedHub(_venue, _clock);
        _follower = new EventFollower(venue, _venue, _pending, flows, _feed, new FillRefunds(_rateLimits));

        _engineDoorbell = Doorbell.Open(venue.EngineDoorbell);
        _publisher = new CommandPublisher(SharedMemoryPublication.Open(new PublicationOptions
        {
            StreamsFolder = venue.StreamsFolder,
            SourceId = section.SourceId,
            Doorbell = _engineDoorbell,
        }));
        var admission = new OrderAdmission(_venue, domain);
        _verifyPool = new VerifyPool(admission, _limits);
        _sessions = new SessionTable(_limits, loggers.CreateLogger("sessions"));
        _listener = new OrderEntryListener(
            section.OrderEntryPort,
            _sessions,
            new SessionServices(_follower, flows, admission, _verifyPool, _rateLimits, _publisher, domain, _clock),
            loggers.CreateLogger("sessions"));
        _rest = new GatewayServices(
            _venue, _follower, admission, _rateLimits,
            new EngineRequests(_publisher, _pending, _limits, _clock),
            domain, Address.Parse(section.AdminAddress),
            section.SecondAdminAddress is { } second ? Address.Parse(second) : null,
            section.SettlementAddress is { } settlement
                ? new SettlementRole(Address.Parse(settlement), new AdminNonces(_clock))
                : null,
            nettedSettlement,
            new LoginChallenges(_clock), new RestSessions(_clock, _venue), new AdminNonces(_clock), _clock);
    }

    public int HttpPort => _web!.Port;

    public int OrderEntryPort => _listener.Port;

    /// <summary>Faulted when a part that the gateway cannot live without failed.</summary>
    public Task Failed => Task.WhenAny(_follower.Ended, _verifyPool.Ended, _accepting, _beating).Unwrap();

    /// <exception cref="FatalException">A port is taken.</exception>
    /// <exception cref="TransportException">The publication or a doorbell cannot be opened.</exception>
    public static async Task<GatewayHost> StartAsync(
        VenueSection venue, GatewaySection section, ILoggerFactory loggers, TimeProvider time,
        bool nettedSettlement = false)
    {
        var host = new GatewayHost(venue, section, loggers, time, nettedSettlement);
        host._follower.Start();
        host._web = await WebServer.StartAsync(
            section.HttpPort, section.Limits, loggers, host._rest,
            new FeedEndpoint(host._feed, section.Limits, host._clock, host._stopping.Token), host.Health);
        host._accepting = host._listener.RunAsync(host._stopping.Token);
        host._beating = host.BeatAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_accepting, _beating);
        await _sessions.ShutdownAsync();
        _listener.Dispose();
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }

        await _verifyPool.DisposeAsync();
        _publisher.Dispose();
        _follower.Dispose();
        _engineDoorbell.Dispose();
        _stopping.Dispose();
    }

    private HealthReport Health() => new(_follower.IsCaughtUp, new Dictionary<string, object?>
    {
        ["process"] = "gateway",
        ["sequence"] = _venue.Sequence,
        ["engineAgeMs"] = _venue.TimestampNs == 0 ? null : (_clock.UnixNs - _venue.TimestampNs) / 1_000_000,
        ["markets"] = _venue.Markets.Count(),
        ["sessions"] = _sessions.Count,
        ["pendingRequests"] = _pending.Count,
    });

    /// <summary>The one heartbeat of everything that times out.</summary>
    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(GatewayLimits.SessionHeartbeatMs), _clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                _sessions.Beat();
                _rateLimits.DropIdle();
                _rest.Challenges.DropOld();
                _rest.Sessions.DropExpired();
                GatewayMetrics.Sequence.Set(_venue.Sequence);
                GatewayMetrics.PendingRequests.Set(_pending.Count);
            }
        }
        catch (OperationCanceledException) // stopping
        {
            _loggers.CreateLogger("gateway").LogDebug("heartbeat ended");
        }
    }
}
