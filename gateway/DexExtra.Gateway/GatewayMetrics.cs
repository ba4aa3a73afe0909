using Prometheus;

namespace DexExtra.Gateway;

/// <summary>Everything GET /metrics says beyond the runtime's own. Names end in their unit.</summary>
internal static class GatewayMetrics
{
    public static readonly Gauge Sequence = Metrics.CreateGauge(
        "dexextra_gateway_sequence", "Command log position of the last frame applied.");

    public static readonly Gauge Sessions = Metrics.CreateGauge(
        "dexextra_gateway_sessions", "Binary connections.");

    public static readonly Gauge FeedClients = Metrics.CreateGauge(
        "dexextra_gateway_feed_clients", "WebSocket connections.");

    public static readonly Gauge PendingRequests = Metrics.CreateGauge(
        "dexextra_gateway_pending_requests", "REST requests that wait for the engine.");

    public static readonly Gauge ReportBytes = Metrics.CreateGauge(
        "dexextra_gateway_report_bytes", "Numbered reports kept for retransmission.");

    public static readonly Counter SlowConsumers = Metrics.CreateCounter(
        "dexextra_gateway_slow_consumers_total", "Connections closed because their peer read too slowly.", "kind");

    public static readonly Counter Refusals = Metrics.CreateCounter(
        "dexextra_gateway_refusals_total", "Orders refused before the engine, by code.", "code");

    public static readonly Counter Commands = Metrics.CreateCounter(
        "dexextra_gateway_commands_total", "Commands published to the engine.");
}
