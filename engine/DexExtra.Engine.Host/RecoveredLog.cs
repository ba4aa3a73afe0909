namespace DexExtra.Engine.Host;

/// <summary>What replay found: where the log ends, in engine time too, and what each stream had handed over.</summary>
internal sealed record RecoveredLog(
    long LastSequence, long LastTimestampNs, IReadOnlyDictionary<uint, SourcePosition> Sources);
