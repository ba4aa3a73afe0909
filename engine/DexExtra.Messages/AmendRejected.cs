using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: the order stays as it was, with its place in the queue (C3).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct AmendRejected
{
    public const int SizeBytes = 64;

    public AccountId Account;
    public ulong ClientOrderId;
    public ulong OrigClientOrderId;

    /// <summary>0 when the order is unknown.</summary>
    public long OrderId;

    /// <summary>0 when the account is unknown.</summary>
    public ulong AccountSequence;
    public RejectReason Reason;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
