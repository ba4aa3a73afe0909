using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace DexExtra.Hosting;

/// <summary>GET /health and GET /metrics, the same on every process.</summary>
public static class HealthEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder app, Func<HealthReport> report)
    {
        app.MapGet("/health", () =>
        {
            var health = report();
            var body = new Dictionary<string, object?>(health.Fields)
            {
                ["status"] = health.Ready ? "ready" : "starting",
            };
            return Results.Json(body, statusCode: health.Ready
                ? StatusCodes.Status200OK
                : StatusCodes.Status503ServiceUnavailable);
        });
        app.MapMetrics("/metrics");
    }
}
