using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: two or three orders that depend on each other (T12–T15), accepted or refused together, behind one signature
/// over <c>OrderList(kind, orders)</c>. The legs follow as repeating group, a parent first. Every leg is answered by
/// its own ExecutionReport, or all of them by one BusinessReject that names the first leg.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct NewOrderListRequest : IWireMessage
{
    public const int SizeBytes = 88;

    /// <summary>Most legs of one list.</summary>
    public const int MaxLegs = NewOrderList.MaxLegs;

    public ListKind Kind;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    /// <summary>Chain of the domain that was signed, compared before the signature (WRONG_DOMAIN).</summary>
    public ulong ChainId;

    /// <summary>r‖s‖v over the list, 65 bytes, then 7 reserved bytes.</summary>
    public Signature Signature;

    public static Template Template => Template.NewOrderListRequest;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) =>
        !body[1..8].ContainsAnyExcept((byte)0) && !body[81..88].ContainsAnyExcept((byte)0);
}
