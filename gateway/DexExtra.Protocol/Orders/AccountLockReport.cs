using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: the account, or all of its owner's, may no longer or again send new orders (C6).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct AccountLockReport : IWireMessage
{
    public const int SizeBytes = 40;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 34;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>The request's own id.</summary>
    public ulong ClientOrderId;
    public byte IsLocked;

    /// <summary>1: all subaccounts of the owner.</summary>
    public byte AllSubaccounts;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;
    private readonly uint _reserved4;

    public static Template Template => Template.AccountLockReport;
}
