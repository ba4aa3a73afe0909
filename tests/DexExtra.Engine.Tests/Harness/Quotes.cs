using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Quotes in test terms (C12).</summary>
public static class Quotes
{
    public static string[] Quote(this Venue venue, uint quoteSet, params OrderTicket[] sides) =>
        venue.Quote(Message(venue, quoteSet, sides));

    public static string[] Quote(this Venue venue, MassQuote quote) => venue.Apply(CommandType.MassQuote, quote);

    public static MassQuote Message(Venue venue, uint quoteSet, params OrderTicket[] sides)
    {
        var quote = new MassQuote
        {
            Account = sides[0].Account,
            QuoteId = 700,
            MarketId = sides[0].Terms.MarketId,
            QuoteSet = quoteSet,
            SideCount = (byte)sides.Length,
        };
        for (var index = 0; index < sides.Length; index++)
        {
            quote.Sides[index] = venue.Number(sides[index]).ToCommand();
        }

        return quote;
    }

    public static string[] Protect(this Venue venue, SetQuoteProtection request) =>
        venue.Apply(CommandType.SetQuoteProtection, request with { ClientOrderId = 800 });
}
