using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command and event body: a contiguous range of matches moved to <see cref="State"/> on chain (X1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SettlementUpdate
{
    public const int SizeBytes = 72;

    public ulong FirstMatchId;
    public ulong LastMatchId;
    public SettlementState State;
    private readonly byte _padding;

    /// <summary>The contract's reason code when <see cref="State"/> is Failed, else 0.</summary>
    public ushort FailureCode;

    /// <summary>1 for the first transaction that carried the range.</summary>
    public uint Attempt;

    /// <summary>Zero until submitted.</summary>
    public Hash32 TransactionHash;

    /// <summary>0 until mined.</summary>
    public ulong BlockNumber;

    /// <summary>Gas paid per match of the range, 0 until mined.</summary>
    public ulong GasPerMatch;
}
