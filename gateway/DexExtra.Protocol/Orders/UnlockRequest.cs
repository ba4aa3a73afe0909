using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: end the lock that a mass cancel set (C6). Answered by AccountLockReport, OrderCancelReject or
/// BusinessReject.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct UnlockRequest : IWireMessage
{
    public const int SizeBytes = 16;

    /// <summary>The request's own id, echoed.</summary>
    public ulong ClientOrderId;

    /// <summary>1: the owner's lock over all subaccounts; 0: the lock of the session's account.</summary>
    public byte AllSubaccounts;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    public static Template Template => Template.UnlockRequest;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) => !body[9..16].ContainsAnyExcept((byte)0);
}
