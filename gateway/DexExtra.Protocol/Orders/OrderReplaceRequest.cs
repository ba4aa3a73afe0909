using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: a newly signed version of an open order, same nonce and version + 1 (C4), for changes that the old signature
/// does not cover. Answered by OrderAmendedReport, ExecutionReport, OrderAmendReject or BusinessReject.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderReplaceRequest : IWireMessage
{
    public const int SizeBytes = 360;

    /// <summary>The request's own id, echoed; the order keeps its own.</summary>
    public ulong ClientOrderId;

    /// <summary>The new version of the EIP-712 struct <c>Order</c>.</summary>
    public SignedOrder Order;

    /// <summary>Chain of the domain that was signed, compared before the signature (WRONG_DOMAIN).</summary>
    public ulong ChainId;

    /// <summary>r‖s‖v, 65 bytes, then 7 reserved bytes.</summary>
    public Signature Signature;

    /// <summary>The order's client order id; used when <see cref="OrderId"/> is 0.</summary>
    public ulong OrigClientOrderId;

    /// <summary>0 = unknown to the client.</summary>
    public long OrderId;

    public static Template Template => Template.OrderReplaceRequest;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) =>
        ReservedBytes.OrderIsZero(body[8..264]) && !body[337..344].ContainsAnyExcept((byte)0);
}
