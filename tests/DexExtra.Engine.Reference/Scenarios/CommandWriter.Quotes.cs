using System.Text.Json.Nodes;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>C12: quotes and their protection.</summary>
internal sealed partial class CommandWriter
{
    private JsonObject Quote(MassQuote quote, long sequence)
    {
        var sides = new JsonArray();
        var written = MassQuote.SidesOf(in quote);
        for (var index = 0; index < MassQuote.MaxSides && !written[index].Order.Account.Owner.IsZero; index++)
        {
            var side = Order(written[index], $"o{Number(sequence)}-{index + 1}");
            side.Remove("do");
            sides.Add(side);
        }

        var line = new JsonObject
        {
            ["do"] = "quote",
            ["account"] = ScenarioNames.NameOf(in quote.Account),
            ["quoteId"] = FieldText.Number(quote.QuoteId),
            ["market"] = quote.MarketId,
            ["quoteSet"] = quote.QuoteSet,
            ["sideCount"] = quote.SideCount,
            ["sides"] = sides,
        };
        if (quote.GrantId != 0)
        {
            line["set"] = new JsonObject { ["grantId"] = quote.GrantId };
        }

        return line;
    }

    private JsonObject Protection(SetQuoteProtection request)
    {
        var usual = new SetQuoteProtection
        {
            Account = request.Account, Action = QuoteProtectionAction.Set, QuoteSet = 1,
        };
        var line = Fields("protect", request, usual);
        line["account"] = ScenarioNames.NameOf(in request.Account);
        return line;
    }
}
