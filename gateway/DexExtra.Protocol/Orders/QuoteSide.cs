using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>One signed side of a <see cref="MassQuoteRequest"/>, an entry of its repeating group.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct QuoteSide
{
    public const int SizeBytes = 344;

    /// <summary>Idempotency key (C9) of this side: not 0, not the largest value.</summary>
    public ulong ClientOrderId;

    /// <summary>The EIP-712 struct <c>Order</c> with its <c>Instructions</c>.</summary>
    public SignedOrder Order;

    /// <summary>As in NewOrderSingle.</summary>
    public uint Tag;
    private readonly uint _reserved4;

    /// <summary>r‖s‖v over the order, 65 bytes, then 7 reserved bytes.</summary>
    public Signature Signature;

    internal static bool ReservedIsZero(ReadOnlySpan<byte> entry) =>
        ReservedBytes.OrderIsZero(entry[8..264]) && !entry[268..272].ContainsAnyExcept((byte)0)
        && !entry[337..344].ContainsAnyExcept((byte)0);
}
