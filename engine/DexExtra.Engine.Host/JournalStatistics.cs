namespace DexExtra.Engine.Host;

/// <summary>What the journal stage did since start.</summary>
internal readonly record struct JournalStatistics(long Batches, long Commands, long SyncNs, long LongestSyncNs);
