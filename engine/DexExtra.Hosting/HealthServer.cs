using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DexExtra.Hosting;

/// <summary>A small loopback web server for processes that have no other: health and metrics.</summary>
public sealed class HealthServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HealthServer(WebApplication app) => _app = app;

    /// <param name="port">On loopback.</param>
    /// <param name="loggers">Of the process.</param>
    /// <param name="report">Answers /health.</param>
    /// <param name="map">More routes of the process; null: none.</param>
    /// <exception cref="FatalException">The port is taken.</exception>
    public static async Task<HealthServer> StartAsync(
        int port, ILoggerFactory loggers, Func<HealthReport> report, Action<IEndpointRouteBuilder>? map = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.UseRouting();
        app.MapOperations(report);
        map?.Invoke(app);
        try
        {
            await app.StartAsync();
        }
        catch (IOException error)
        {
            throw new FatalException(ExitCodes.Configuration, $"healthPort {port}: {error.Message}");
        }

        return new HealthServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
