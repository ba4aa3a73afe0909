using System.Text.Json.Nodes;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>C12: quotes and their protection.</summary>
internal sealed partial class CommandReader
{
    private MassQuote Quote(ScenarioFields fields, long sequence)
    {
        var sides = fields.Take("sides") as JsonArray ?? [];
        var account = fields.Text("account");
        var quote = new MassQuote
        {
            Account = fields.Account(),
            QuoteId = fields.Unsigned("quoteId"),
            MarketId = (uint)fields.Long("market", 1),
            QuoteSet = (uint)fields.Long("quoteSet", 1),
            SideCount = (byte)fields.Long("sideCount", sides.Count),
        };
        for (var index = 0; index < Math.Min(sides.Count, MassQuote.MaxSides); index++)
        {
            var json = (JsonObject)sides[index]!.DeepClone();
            json["account"] ??= account;
            json["market"] ??= quote.MarketId;
            var side = new ScenarioFields(json);
            var label = side.Text("id");
            quote.Sides[index] = _orders.Read(side);
            state.Sent(label, in quote.Sides[index], sequence + (index * Limits.LegOrderIdStep));
            side.MustBeUsedUp();
        }

        return Override(quote, fields);
    }

    private SetQuoteProtection Protection(ScenarioFields fields) => Fill(
        new SetQuoteProtection
        {
            Account = fields.Account(),
            Action = QuoteProtectionAction.Set,
            QuoteSet = 1,
        },
        fields);
}
