using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: make a quote set with its market-maker protection, change the limits, or end a freeze (C12). Answered by
/// QuoteProtectionReport, QuoteReject or BusinessReject.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct QuoteProtectionRequest : IWireMessage
{
    public const int SizeBytes = 48;

    /// <summary>The request's own id, echoed.</summary>
    public ulong ClientOrderId;

    /// <summary>Lots that trade in one window, buys and sells together; 0 = no limit.</summary>
    public long MaxTradedLots;

    /// <summary>Lots bought less lots sold in one window, unsigned; 0 = no limit.</summary>
    public long MaxNetLots;

    /// <summary>Fills in one window; 0 = no limit.</summary>
    public uint MaxTrades;

    /// <summary>Length of a window, which its first fill starts; 0 = no protection.</summary>
    public uint WindowSeconds;

    /// <summary>How long the set takes no quotes once a limit is reached; 0 = until a reset.</summary>
    public uint FrozenSeconds;
    public uint QuoteSet;
    public QuoteProtectionAction Action;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    public static Template Template => Template.QuoteProtectionRequest;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) => !body[41..48].ContainsAnyExcept((byte)0);
}
