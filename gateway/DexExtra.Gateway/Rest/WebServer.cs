using System.Net;
using DexExtra.Gateway.Feed;
using DexExtra.Hosting;
using DexExtra.Messages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Kestrel on loopback with every limit from <see cref="GatewayLimits"/>: operations, REST, feed. All errors leave as
/// problem+json, the ones of the server itself included.
/// </summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebServer(WebApplication app) => _app = app;

    /// <summary>The port in use; differs from the configured one when that is 0.</summary>
    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>Everything that is mapped.</summary>
    public IEnumerable<Endpoint> Endpoints =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints);

    /// <exception cref="FatalException">The port is taken.</exception>
    public static async Task<WebServer> StartAsync(
        int port, bool isBehindProxy, GatewayLimits limits, ILoggerFactory loggers, GatewayServices services,
        FeedEndpoint feed, SocketIoEndpoint socketIo, Func<HealthReport> health)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.Configure<SocketTransportOptions>(FeedSockets.Configure);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, port, limits));
        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerErrorAsync });
        if (isBehindProxy)
        {
            app.Use(ForwardedClient.TakeAsync);
        }

        app.Use((context, next) => LimitAsync(context, next, services));
        app.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = TimeSpan.FromMilliseconds(GatewayLimits.FeedPingMs),
            KeepAliveTimeout = TimeSpan.FromMilliseconds(GatewayLimits.FeedPongTimeoutMs),
        });
        app.UseRouting();
        app.MapOperations(health);
        DescriptionEndpoints.Map(app);
        MarketEndpoints.Map(app, services);
        ChartEndpoints.Map(app, services);
        SessionEndpoints.Map(app, services);
        SignInEndpoints.Map(app, services);
        ApiKeyEndpoints.Map(app, services);
        LimitEndpoints.Map(app, services);
        CancelTimerEndpoints.Map(app, services);
        OrderEndpoints.Map(app, services);
        OrderListEndpoints.Map(app, services);
        AmendEndpoints.Map(app, services);
        MassCancelEndpoints.Map(app, services);
        AccountEndpoints.Map(app, services);
        AdminEndpoints.Map(app, services);
        OperatorEndpoints.Map(app, services);
        VenueEndpoints.Map(app, services);
        OwnerCommandEndpoints.Map(app, services);
        SessionKeyEndpoints.Map(app, services);
        BlockTradeEndpoints.Map(app, services);
        MoneyEndpoints.Map(app, services);
        feed.Map(app);
        socketIo.Map(app);
        app.MapFallback((HttpContext context) => Problem.NotFound($"{context.Request.Method} {context.Request.Path}"));
        try
        {
            await app.StartAsync();
        }
        catch (IOException error)
        {
            await app.DisposeAsync();
            throw new FatalException(ExitCodes.Configuration, $"httpPort {port}: {error.Message}");
        }

        return new WebServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var grace = new CancellationTokenSource(GatewayLimits.CloseGraceMs);
        await _app.StopAsync(grace.Token);
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, int port, GatewayLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxResponseBufferSize = GatewayLimits.ResponseBufferBytes;
        kestrel.Limits.MaxRequestBodySize = GatewayLimits.MaxRequestBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxHttpConnections;
        kestrel.Limits.MaxRequestHeadersTotalSize = GatewayLimits.MaxRequestHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = GatewayLimits.MaxRequestHeaders;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(GatewayLimits.RequestHeadersTimeoutMs);
        kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static async Task LimitAsync(HttpContext context, RequestDelegate next, GatewayServices services)
    {
        var remote = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if ((context.Request.Path.StartsWithSegments("/v1")
                || context.Request.Path.StartsWithSegments("/.well-known")
                || context.Request.Path.StartsWithSegments(SocketIoEndpoint.Path))
            && !services.RateLimits.TryTakeRequest(remote, out var retryAfterNs))
        {
            await Problem.RateLimited(context, retryAfterNs).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    /// <summary>The exception itself was logged by the middleware; the client gets no internals.</summary>
    private static Task AnswerErrorAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var problem = error is Microsoft.AspNetCore.Http.BadHttpRequestException bad
            ? Problem.Of(bad.StatusCode, Codes.Of(RejectReason.Malformed), bad.Message)
            : Problem.Of(
                StatusCodes.Status500InternalServerError, Problem.InternalCode, "The gateway failed; it is logged.");
        return problem.ExecuteAsync(context);
    }
}
