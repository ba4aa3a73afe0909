using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: a signed order. Bytes 8 to 263 are the signed fields exactly as the engine keeps them, so that the gateway
/// copies them once. Answered by one ExecutionReport, then one per trade, or by one BusinessReject.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct NewOrderSingle : IWireMessage
{
    public const int SizeBytes = 352;

    /// <summary>Idempotency key (C9): not 0, not the largest value.</summary>
    public ulong ClientOrderId;

    /// <summary>The EIP-712 struct <c>Order</c> with its <c>Instructions</c>.</summary>
    public SignedOrder Order;

    /// <summary>Chain of the domain that was signed, compared before the signature (WRONG_DOMAIN).</summary>
    public ulong ChainId;

    /// <summary>r‖s‖v, 65 bytes, then 7 reserved bytes.</summary>
    public Signature Signature;

    /// <summary>The trader's own group of orders, a filter of MassCancelRequest (C6); 0 = none. Not signed.</summary>
    public uint Tag;
    private readonly uint _reserved4;

    public static Template Template => Template.NewOrderSingle;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) =>
        ReservedBytes.OrderIsZero(body[8..264])
        && !body[337..344].ContainsAnyExcept((byte)0) && !body[348..352].ContainsAnyExcept((byte)0);
}
