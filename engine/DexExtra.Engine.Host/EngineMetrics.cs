using System.Globalization;
using Prometheus;

namespace DexExtra.Engine.Host;

/// <summary>
/// Copies the pipeline's plain counters into Prometheus metrics at each scrape; the stages never see them.
/// </summary>
internal static class EngineMetrics
{
    /// <summary>1, 2 and 5 of each power of ten from 1 µs to 5 s.</summary>
    private static readonly (string Label, long Ns)[] Steps = [.. Enumerable.Range(3, 7)
        .SelectMany(power => new[] { 1, 2, 5 }, (power, first) => first * (long)Math.Pow(10, power))
        .Select(ns => ((ns / 1e9).ToString(CultureInfo.InvariantCulture), ns))];

    private static readonly Gauge Sequence = Metrics.CreateGauge(
        "dexextra_engine_sequence", "Global sequence that each stage has reached.", "stage");

    private static readonly Counter Commands = Metrics.CreateCounter(
        "dexextra_engine_commands_total", "Commands made durable since start.");

    private static readonly Counter Batches = Metrics.CreateCounter(
        "dexextra_engine_journal_batches_total", "Journal batches, one sync each, since start.");

    private static readonly Counter SyncSeconds = Metrics.CreateCounter(
        "dexextra_engine_journal_sync_seconds_total", "Time spent writing and syncing batches since start.");

    private static readonly Gauge LongestSync = Metrics.CreateGauge(
        "dexextra_engine_journal_longest_sync_seconds", "Longest write and sync of one batch since start.");

    private static readonly Counter StageBuckets = Metrics.CreateCounter(
        "dexextra_engine_stage_seconds_bucket", "Sampled commands per stage by time: buckets of a histogram.",
        "stage", "le");

    private static readonly Gauge LongestStage = Metrics.CreateGauge(
        "dexextra_engine_longest_stage_seconds", "Longest time of a sampled command per stage since start.", "stage");

    private static readonly Counter Malformed = Metrics.CreateCounter(
        "dexextra_engine_malformed_fragments_total", "Fragments of producers that were no command and were dropped.");

    private static readonly Gauge FreeBytes = Metrics.CreateGauge(
        "dexextra_engine_storage_free_bytes", "Free bytes on the disk of the logs.");

    private static readonly Gauge Level = Metrics.CreateGauge(
        "dexextra_engine_storage_level", "0 enough space for the logs, 1 cancels only, 2 halted.");

    public static void Register(Pipeline pipeline, SpaceGuard space) =>
        Metrics.DefaultRegistry.AddBeforeCollectCallback(() => Update(pipeline, space));

    private static void Update(Pipeline pipeline, SpaceGuard space)
    {
        Sequence.WithLabels("sequenced").Set(pipeline.Sequenced);
        Sequence.WithLabels("journaled").Set(pipeline.Journaled);
        Sequence.WithLabels("matched").Set(pipeline.Matched);
        Sequence.WithLabels("published").Set(pipeline.Published);
        var journal = pipeline.Journal;
        Commands.IncTo(journal.Commands);
        Batches.IncTo(journal.Batches);
        SyncSeconds.IncTo(journal.SyncNs / 1e9);
        LongestSync.Set(journal.LongestSyncNs / 1e9);
        foreach (var (stage, times) in pipeline.Times.All)
        {
            foreach (var (label, ns) in Steps)
            {
                StageBuckets.WithLabels(stage, label).IncTo(times.CountAtMost(ns));
            }

            StageBuckets.WithLabels(stage, "+Inf").IncTo(times.Count);
            LongestStage.WithLabels(stage).Set(times.LongestNs / 1e9);
        }

        Malformed.IncTo(pipeline.Malformed);
        FreeBytes.Set(space.FreeBytes);
        Level.Set((int)space.Level);
    }
}
