namespace DexExtra.Journal.EventLog;

/// <summary>
/// Outcome of a comparison; <paramref name="DifferenceOffset"/> is the first differing byte of the payload (the shorter
/// length when one is a prefix of the other), −1 unless Different.
/// </summary>
public readonly record struct VerifyResult(VerifyOutcome Outcome, int DifferenceOffset);
