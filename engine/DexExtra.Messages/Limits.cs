namespace DexExtra.Messages;

/// <summary>Sizes that every process agrees on. Engine capacities are in EngineOptions.</summary>
public static class Limits
{
    /// <summary>Largest command, header included; the size of a ring slot.</summary>
    public const int MaxCommandBytes = 512;

    /// <summary>Largest event log payload: every event of one command.</summary>
    public const int MaxEventFrameBytes = 8 * 1024 * 1024;

    /// <summary>Resting orders one command may meet; the remainder is cancelled with FILL_LIMIT.</summary>
    public const int MaxFillsPerCommand = 4_096;

    /// <summary>Matches one settlement update may name.</summary>
    public const int MaxSettlementRange = 1_024;

    /// <summary>C10: how far below the highest nonce of a signer a value is still accepted.</summary>
    public const int NonceWindow = 4_096;

    /// <summary>
    /// C10: how far one order may raise the highest nonce, so that no single mistake exhausts the range.
    /// </summary>
    public const ulong MaxNonceAdvance = 1UL << 44;

    /// <summary>C9: how long a terminal order's client order id still answers repeats.</summary>
    public const long ClientOrderIdWindowNs = 24L * 60 * 60 * 1_000_000_000;

    public const long NsPerSecond = 1_000_000_000;
}
