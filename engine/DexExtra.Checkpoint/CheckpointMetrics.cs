using Prometheus;

namespace DexExtra.Checkpoint;

/// <summary>Copies the status into Prometheus metrics at each scrape.</summary>
internal static class CheckpointMetrics
{
    private static readonly Gauge Sequence = Metrics.CreateGauge(
        "dexextra_checkpoint_sequence", "Sequence of the newest snapshot, and of the published end.", "of");

    private static readonly Counter Snapshots = Metrics.CreateCounter(
        "dexextra_checkpoint_snapshots_total", "Snapshots made since start.");

    private static readonly Counter Failures = Metrics.CreateCounter(
        "dexextra_checkpoint_failures_total", "Snapshots that could not be made since start.");

    private static readonly Counter Archived = Metrics.CreateCounter(
        "dexextra_checkpoint_archived_segments_total", "Segments moved to the archive since start.");

    public static void Register(CheckpointStatus status) => Metrics.DefaultRegistry.AddBeforeCollectCallback(() =>
    {
        Sequence.WithLabels("snapshot").Set(status.NewestSequence);
        Sequence.WithLabels("published").Set(status.Published);
        Snapshots.IncTo(status.Made);
        Failures.IncTo(status.Failed);
        Archived.IncTo(status.ArchivedSegments);
    });
}
