using Prometheus;

namespace DexExtra.Persistence;

/// <summary>What GET /metrics shows of this process.</summary>
internal static class PersistenceMetrics
{
    public static readonly Gauge Cursor =
        Metrics.CreateGauge("dexextra_persistence_cursor", "Last event log sequence in the database.");

    public static readonly Gauge LogEnd =
        Metrics.CreateGauge("dexextra_persistence_log_end", "Last event log sequence seen.");

    public static readonly Gauge LagFrames =
        Metrics.CreateGauge("dexextra_persistence_lag_frames", "Frames that the database lacks.");

    public static readonly Gauge LagSeconds =
        Metrics.CreateGauge("dexextra_persistence_lag_seconds", "Engine time that the database lacks.");

    public static readonly Gauge Connected =
        Metrics.CreateGauge("dexextra_persistence_connected", "1 while a database session is healthy.");

    public static readonly Gauge ReplicaCursor =
        Metrics.CreateGauge("dexextra_persistence_replica_cursor", "Last event log sequence that the replica shows.");

    public static readonly Gauge ReplicaLagFrames = Metrics.CreateGauge(
        "dexextra_persistence_replica_lag_frames", "Frames that the replica lacks of what the database has.");

    public static readonly Gauge ReplicaConnected =
        Metrics.CreateGauge("dexextra_persistence_replica_connected", "1 while the replica answers as one.");

    public static readonly Counter Rows = Metrics.CreateCounter(
        "dexextra_persistence_rows_total", "Rows sent to the database by target table.", "table");

    public static readonly Counter Retries =
        Metrics.CreateCounter("dexextra_persistence_retries_total", "Database sessions given up and tried again.");

    public static readonly Histogram BatchSeconds = Metrics.CreateHistogram(
        "dexextra_persistence_batch_seconds",
        "Time of one transaction.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2, 14) });

    public static readonly Histogram BatchFrames = Metrics.CreateHistogram(
        "dexextra_persistence_batch_frames",
        "Frames of one transaction.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(1, 4, 8) });

    public static readonly Gauge MirrorSequence =
        Metrics.CreateGauge("dexextra_persistence_mirror_sequence", "Last event log sequence in the Redis mirror.");

    public static readonly Gauge MirrorStaleSeconds = Metrics.CreateGauge(
        "dexextra_persistence_mirror_stale_seconds", "Time since the Redis mirror was last known to be complete.");

    public static readonly Counter MirrorFailures =
        Metrics.CreateCounter("dexextra_persistence_mirror_failures_total", "Failed writes to the Redis mirror.");
}
