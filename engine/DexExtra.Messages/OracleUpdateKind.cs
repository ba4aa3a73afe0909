namespace DexExtra.Messages;

/// <summary>M5, M6: what the oracle said.</summary>
public enum OracleUpdateKind : byte
{
    Proposed = 1,
    Disputed = 2,
    Confirmed = 3,
    Rejected = 4,
}
