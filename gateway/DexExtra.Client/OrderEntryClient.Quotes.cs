using DexExtra.Messages;
using DexExtra.Protocol.Orders;

namespace DexExtra.Client;

/// <summary>Quotes and their protection (C12).</summary>
public sealed partial class OrderEntryClient
{
    /// <summary>
    /// Signs and sends the quote of a quote set in one market, in place of the one that is there; no side takes it out.
    /// </summary>
    /// <param name="quote">Id, market and quote set.</param>
    /// <param name="sides">Client order ids and orders, in the order in which they enter.</param>
    /// <exception cref="ArgumentException">More sides than a quote can have.</exception>
    public bool SendQuote(in MassQuoteRequest quote, params ReadOnlySpan<QuoteSide> sides)
    {
        Span<QuoteSide> signed = [.. sides];
        Span<byte> frame = stackalloc byte[OrderFrames.QuoteBytes(MassQuoteRequest.MaxSides)];
        return Send(frame[..OrderFrames.WriteQuote(frame, in quote, signed, Domain, _key)]);
    }

    /// <summary>Sends the limits of a quote set; makes the set if it is new.</summary>
    public bool SendQuoteProtection(in QuoteProtectionRequest limits)
    {
        var request = limits;
        request.Action = QuoteProtectionAction.Set;
        return Send(in request);
    }

    /// <summary>Sends the end of a freeze.</summary>
    public bool SendQuoteReset(ulong clientOrderId, uint quoteSet) => Send(new QuoteProtectionRequest
    {
        ClientOrderId = clientOrderId,
        QuoteSet = quoteSet,
        Action = QuoteProtectionAction.Reset,
    });
}
