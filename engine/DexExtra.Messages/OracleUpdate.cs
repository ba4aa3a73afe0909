using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: what the oracle says of a market’s result (M5, M6).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OracleUpdate
{
    public const int SizeBytes = 80;

    public uint MarketId;
    public OracleUpdateKind Kind;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    public Hash32 AssertionId;

    /// <summary>1e-8, with Proposed.</summary>
    public Int128 Value;

    /// <summary>Ledger units.</summary>
    public Int128 Bond;

    /// <summary>With Proposed.</summary>
    public ulong LivenessEndSeconds;
}
