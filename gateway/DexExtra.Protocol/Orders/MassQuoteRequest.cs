using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: the two-sided quote of a quote set in one market, in place of the one that is there (C12). The sides follow
/// as repeating group; none takes the quote out. Answered by the reports of its orders, then MassQuoteReport; or by
/// QuoteReject or BusinessReject, and nothing has changed.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MassQuoteRequest : IWireMessage
{
    public const int SizeBytes = 24;

    /// <summary>Most sides of one quote.</summary>
    public const int MaxSides = MassQuote.MaxSides;

    /// <summary>The request's own id, echoed.</summary>
    public ulong QuoteId;

    /// <summary>Chain of the domain that was signed, compared before the signatures (WRONG_DOMAIN).</summary>
    public ulong ChainId;
    public uint MarketId;
    public uint QuoteSet;

    public static Template Template => Template.MassQuoteRequest;
}
