using System.Globalization;
using DexExtra.Gateway.Access;
using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Commands;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Follow;
using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Sessions;
using DexExtra.Gateway.SignIn;
using DexExtra.Gateway.Views;
using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
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
    private readonly AccessBook _access;
    private readonly CancelTimers _timers;
    private readonly GatewayLimits _limits;
    private readonly FeedFanOut _fanOut;
    private readonly FeedServices _feed;
    private readonly SocketIoSessions _socketIo;
    private readonly CursorKeeper _cursor;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggerFactory _loggers;
    private WebServer? _web;
    private Task _accepting = Task.CompletedTask;
    private Task _beating = Task.CompletedTask;
    private Task _keeping = Task.CompletedTask;
    private Task _cancelling = Task.CompletedTask;

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
        _fanOut = new FeedFanOut(_clock);
        var hub = new FeedHub(_venue, _fanOut, _clock);
        _access = new AccessBook(FileStorage.Instance, AccessFolder(venue, section), _clock);
        var signIn = NewSignIn(section.SignIn);
        var restSessions = new RestSessions(_clock, _venue, _access, signIn?.Tokens);
        var streams = new UserStreams(_venue, flows, restSessions, _clock);
        _feed = new FeedServices(
            hub, streams, restSessions, _venue, _limits, new OriginPolicy(section.AllowedOrigins),
            new FeedCapacity(_limits.MaxFeedClients), _clock, _stopping.Token);
        _socketIo = new SocketIoSessions(_feed);
        var skipped = new SkippedCommands(section.SourceId, flows);
        _follower = new EventFollower(
            venue, _venue, _pending, flows, hub, streams, new FillRefunds(_rateLimits), skipped);

        _cursor = new CursorKeeper(
            FileStorage.Instance, venue.CursorsFolder, "gateway", () => (_venue.Sequence, _venue.Sequence),
            line => loggers.CreateLogger("gateway").LogWarning("{Line}", line));

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
            new SessionServices(
                _follower, flows, admission, _verifyPool, _rateLimits, _publisher, skipped, domain, _clock, _access),
            loggers.CreateLogger("sessions"));
        _rest = new GatewayServices(
            _venue, _follower, admission, _rateLimits,
            new EngineRequests(_publisher, _pending, _limits, _clock),
            domain, Address.Parse(section.AdminAddress),
            section.SecondAdminAddress is { } second ? Address.Parse(second) : null,
            section.SettlementAddress is { } settlement
                ? new SettlementRole(Address.Parse(settlement), new AdminNonces(_clock))
                : null,
            nettedSettlement, section.Withdrawals,
            new LoginChallenges(_clock), restSessions, new AdminNonces(_clock), _access, signIn, hub, _clock);
        _timers = new CancelTimers(_access, _rest.Engine, _clock, loggers.CreateLogger("timers"));
    }

    public int HttpPort => _web!.Port;

    public int OrderEntryPort => _listener.Port;

    /// <summary>Every endpoint of REST and the feeds.</summary>
    public IEnumerable<Endpoint> Endpoints => _web!.Endpoints;

    /// <summary>Faulted when a part that the gateway cannot live without failed.</summary>
    public Task Failed => Task.WhenAny(_follower.Ended, _verifyPool.Ended, _accepting, _beating, _cancelling).Unwrap();

    /// <exception cref="FatalException">A port is taken.</exception>
    /// <exception cref="TransportException">The publication or a doorbell cannot be opened.</exception>
    public static async Task<GatewayHost> StartAsync(
        VenueSection venue, GatewaySection section, ILoggerFactory loggers, TimeProvider time,
        bool nettedSettlement = false)
    {
        var host = new GatewayHost(venue, section, loggers, time, nettedSettlement);
        if (OpenFiles.Shortage(section.Limits) is { } shortage)
        {
            loggers.CreateLogger("gateway").LogWarning("{Line}", shortage);
        }

        host._fanOut.Start();
        host._follower.Start();
        host._web = await WebServer.StartAsync(
            section.HttpPort, section.TrustForwardedFor, section.Limits, loggers, host._rest,
            new FeedEndpoint(host._feed), new SocketIoEndpoint(host._feed, host._socketIo), host.Health);
        host._accepting = host._listener.RunAsync(host._stopping.Token);
        host._beating = host.BeatAsync();
        host._keeping = host._cursor.RunAsync(host._stopping.Token);
        host._cancelling = host._timers.RunAsync(host._follower, host._stopping.Token);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_accepting, _beating, _keeping, _cancelling);
        await _sessions.ShutdownAsync();
        _listener.Dispose();
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }

        await _verifyPool.DisposeAsync();
        _publisher.Dispose();
        _follower.Dispose();
        _access.Dispose();
        _fanOut.Dispose();
        _engineDoorbell.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Under the data folder, so that it is part of backups; one of its own for each gateway.</summary>
    private static string AccessFolder(VenueSection venue, GatewaySection section) => Path.Combine(
        venue.DataFolder, "access", string.Create(CultureInfo.InvariantCulture, $"gateway-{section.SourceId}"));

    private SignInServices? NewSignIn(SignInSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var log = _loggers.CreateLogger("sign-in");
        var keys = new TokenKeys(section.KeyFile, line => log.LogWarning("{Line}", line));
        return new SignInServices(
            section, keys, new AccessTokens(keys, section, _clock),
            new LoginChallenges(_clock, GatewayLimits.SignInSeconds));
    }

    private HealthReport Health() => new(_follower.IsCaughtUp, new Dictionary<string, object?>
    {
        ["process"] = "gateway",
        ["problem"] = _follower.Damage,
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
                _socketIo.Beat();
                _rateLimits.DropIdle();
                _rest.Challenges.DropOld();
                _rest.Sessions.DropExpired();
                _access.DropExpired();
                _rest.SignIn?.Challenges.DropOld();
                _rest.SignIn?.Keys.Refresh();
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
