using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>One order of a <see cref="NewOrderListRequest"/>, an entry of its repeating group.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderListLeg
{
    public const int SizeBytes = 272;

    /// <summary>Idempotency key (C9) of this leg: not 0, not the largest value.</summary>
    public ulong ClientOrderId;

    /// <summary>The EIP-712 struct <c>Order</c> with its <c>Instructions</c>.</summary>
    public SignedOrder Order;

    /// <summary>As in NewOrderSingle.</summary>
    public uint Tag;
    private readonly uint _reserved4;

    internal static bool ReservedIsZero(ReadOnlySpan<byte> entry) =>
        ReservedBytes.OrderIsZero(entry[8..264]) && !entry[268..272].ContainsAnyExcept((byte)0);
}
