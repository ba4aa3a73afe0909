namespace DexExtra.Journal.CommandLog;

/// <summary>One row of <see cref="RecoveryTable"/>. A null finding or evidence matches every value.</summary>
public sealed record RecoveryRow(
    char Letter,
    RecoveryFinding? Finding,
    RecoveryEvidence? Evidence,
    RecoveryDecision Decision,
    string Explanation);
