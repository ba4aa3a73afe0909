using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: the order had no effect.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderRejected
{
    public const int SizeBytes = 416;

    public NewOrder Request;

    /// <summary>0 when the account is unknown and so has no stream.</summary>
    public ulong AccountSequence;
    public RejectReason Reason;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
