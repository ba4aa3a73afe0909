using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: cancel every open order of the session's account, or of its owner, that passes all given filters (C6).
/// Answered by one ExecutionReport per order and MassCancelReport at the end, by OrderCancelReject or BusinessReject.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MassCancelRequest : IWireMessage
{
    public const int SizeBytes = 56;

    /// <summary>The request's own id, echoed.</summary>
    public ulong ClientOrderId;

    /// <summary>1e-8, included. Counts with PRICE_RANGE.</summary>
    public Int128 PriceFrom;

    /// <summary>1e-8, included. Counts with PRICE_RANGE.</summary>
    public Int128 PriceTo;

    /// <summary>Counts with MARKET.</summary>
    public uint MarketId;

    /// <summary>Counts with TAG.</summary>
    public uint Tag;

    /// <summary>Which restrictions count; SESSION is the session that asks.</summary>
    public MassCancelFilters Filters;

    /// <summary>Counts with SIDE.</summary>
    public Side Side;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;

    public static Template Template => Template.MassCancelRequest;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) => !body[53..56].ContainsAnyExcept((byte)0);
}
