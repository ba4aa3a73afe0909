using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: K2.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct WithdrawalChanged
{
    public const int SizeBytes = 192;

    public RequestWithdrawal Request;

    /// <summary>Venue-wide 1, 2, 3, …</summary>
    public ulong WithdrawalId;
    public ulong AccountSequence;
    public ulong ChainId;
    public Hash32 TransactionHash;
    public ulong BlockNumber;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive.</summary>
    public Int128 Owed;
    public WithdrawalState State;
    private readonly byte _padding1;
    public ushort FailureCode;
    private readonly uint _padding4;
}
