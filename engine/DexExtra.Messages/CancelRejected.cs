using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a cancel that cancelled nothing, with the reason (C5).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct CancelRejected
{
    public const int SizeBytes = 64;

    public AccountId Account;

    /// <summary>The request's own id.</summary>
    public ulong ClientOrderId;
    public ulong OrigClientOrderId;
    public long OrderId;

    /// <summary>0 when the account is unknown and so has no stream.</summary>
    public ulong AccountSequence;
    public CancelRejectReason Reason;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
