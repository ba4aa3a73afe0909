using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: a withdrawal moved on chain (K2).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct WithdrawalUpdate
{
    public const int SizeBytes = 64;

    public ulong WithdrawalId;
    public ulong ChainId;

    /// <summary>Zero until sent.</summary>
    public Hash32 TransactionHash;
    public ulong BlockNumber;
    public WithdrawalState State;
    private readonly byte _padding1;

    /// <summary>With Failed, else 0.</summary>
    public ushort FailureCode;
    private readonly uint _padding4;
}
