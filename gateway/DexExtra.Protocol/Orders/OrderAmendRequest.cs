using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: change an open order of the session's account inside what was signed (C4), without a new signature.
/// Answered by OrderAmendedReport, ExecutionReport(CANCELLED), OrderAmendReject or BusinessReject.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderAmendRequest : IWireMessage
{
    public const int SizeBytes = 88;

    /// <summary>The request's own id, echoed.</summary>
    public ulong ClientOrderId;

    /// <summary>The order's client order id; used when <see cref="OrderId"/> is 0.</summary>
    public ulong OrigClientOrderId;

    /// <summary>0 = unknown to the client.</summary>
    public long OrderId;

    /// <summary>New total quantity, filled part included; 1e-8. Counts with QUANTITY.</summary>
    public UInt128 Quantity;

    /// <summary>1e-8. Counts with LIMIT_PRICE.</summary>
    public Int128 LimitPrice;

    /// <summary>1e-8. Counts with DISPLAY_QUANTITY.</summary>
    public UInt128 DisplayQuantity;

    /// <summary>Unix seconds. Counts with EXPIRY.</summary>
    public ulong ExpirySeconds;

    /// <summary>Which of the four count.</summary>
    public AmendFields Fields;
    private readonly uint _reserved4;

    public static Template Template => Template.OrderAmendRequest;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) => !body[84..88].ContainsAnyExcept((byte)0);
}
