using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DexExtra.Hosting;

/// <summary>A small loopback web server for processes that have no other: health and metrics.</summary>
public sealed class HealthServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HealthServer(WebApplication app) => _app = app;

    /// <exception cref="FatalException">The port is taken.</exception>
    public static async Task<HealthServer> StartAsync(int port, ILoggerFactory loggers, Func<HealthReport> report)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.UseRouting();
        app.MapOperations(report);
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
