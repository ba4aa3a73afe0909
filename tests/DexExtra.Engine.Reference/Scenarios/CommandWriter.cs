using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>The line of one command: its words, then under <c>set</c> every field that the words leave wrong.</summary>
internal sealed partial class CommandWriter(ScenarioState state)
{
    public JsonObject Write(byte[] command, long sequence)
    {
        if (!CommandCodec.IsWellFormed(command))
        {
            return new JsonObject { ["do"] = "raw", ["bytes"] = Convert.ToHexStringLower(command) };
        }

        return CommandCodec.Header(command).Type switch
        {
            CommandType.ListAsset => Fields("asset", CommandCodec.Body<ListAsset>(command), ScenarioState.DefaultAsset),
            CommandType.CreateMarket =>
                Fields("market", CommandCodec.Body<CreateMarket>(command), ScenarioState.DefaultTerms),
            CommandType.Deposit => Fields("deposit", CommandCodec.Body<Deposit>(command), default),
            CommandType.NewOrder => Order(CommandCodec.Body<NewOrder>(command), "o" + Number(sequence)),
            CommandType.NewOrderList => List(CommandCodec.Body<NewOrderList>(command), sequence),
            CommandType.AmendOrder => Set("amend", CommandCodec.Body<AmendOrder>(command)),
            CommandType.ReplaceOrder => Replace(CommandCodec.Body<ReplaceOrder>(command)),
            CommandType.CancelOrder => Set("cancel", CommandCodec.Body<CancelOrder>(command)),
            CommandType.MassCancel => Set("massCancel", CommandCodec.Body<MassCancel>(command)),
            CommandType.UnlockAccount => Set("unlock", CommandCodec.Body<UnlockAccount>(command)),
            CommandType.MassQuote => Quote(CommandCodec.Body<MassQuote>(command), sequence),
            CommandType.SetQuoteProtection => Protection(CommandCodec.Body<SetQuoteProtection>(command)),
            CommandType.SetTradingRules => Rules(CommandCodec.Body<SetTradingRules>(command)),
            CommandType.SetMarketState => Set("state", CommandCodec.Body<SetMarketState>(command)),
            CommandType.StartAuction => Set("auction", CommandCodec.Body<StartAuction>(command)),
            CommandType.SetIndexPrice => Set("index", CommandCodec.Body<SetIndexPrice>(command)),
            CommandType.SettlementUpdate => Set("settle", CommandCodec.Body<SettlementUpdate>(command)),
            CommandType.Tick => new JsonObject { ["do"] = "tick" },
            _ => Money(command, sequence),
        };
    }

    /// <summary>Lines that name the message's own fields: those that are not the default's.</summary>
    private JsonObject Fields<TBody>(string verb, TBody body, TBody usual)
        where TBody : unmanaged
    {
        var line = new JsonObject { ["do"] = verb };
        foreach (var path in FieldText.Differences(body, usual))
        {
            line[path] = FieldText.Get(body, path, state.Names)?.DeepClone() ?? 0;
        }

        return line;
    }

    private JsonObject Rules(in SetTradingRules command)
    {
        var line = new JsonObject { ["do"] = "rules", ["market"] = command.MarketId };
        foreach (var path in FieldText.Differences(command.Rules, state.Rules(command.MarketId)))
        {
            line[path] = FieldText.Get(command.Rules, path, state.Names)?.DeepClone() ?? 0;
        }

        return line;
    }

    private JsonObject Order(NewOrder order, string label)
    {
        var signed = order.Order;
        var line = new JsonObject
        {
            ["do"] = "order",
            ["id"] = label,
            ["account"] = ScenarioNames.NameOf(in signed.Account),
            ["market"] = signed.MarketId,
            ["side"] = Word(signed.Side),
            ["type"] = Word(signed.OrderType),
            ["tif"] = OrderReader.ShortName(signed.TimeInForce),
            ["lots"] = order.QuantityLots,
            ["price"] = order.PriceTicks,
            ["nonce"] = FieldText.Number(signed.Nonce),
            ["clientOrderId"] = FieldText.Number(order.ClientOrderId),
        };
        AddRest(line, order, new OrderReader(new ScenarioState(state)));
        return line;
    }

    private static JsonNode Word(Enum value) => EnumText.ToJson(value)?.DeepClone() ?? 0;

    /// <summary>What reading the line gives wrong goes under <c>set</c>.</summary>
    private void AddRest(JsonObject line, NewOrder order, OrderReader reader)
    {
        var fields = new ScenarioFields(line);
        fields.Take("id");
        var read = reader.Read(fields);
        var set = new JsonObject();
        foreach (var path in FieldText.Differences(read, order))
        {
            set[path] = FieldText.Get(order, path, state.Names)?.DeepClone() ?? 0;
        }

        if (set.Count > 0)
        {
            line["set"] = set;
        }
    }

    private JsonObject List(NewOrderList list, long sequence)
    {
        var legs = new JsonArray();
        var count = Math.Clamp(CountOf(in list), 0, NewOrderList.MaxLegs);
        for (var index = 0; index < count; index++)
        {
            var leg = Order(NewOrderList.LegsOf(in list)[index], $"o{Number(sequence)}-{index + 1}");
            leg.Remove("do");
            legs.Add(leg);
        }

        return new JsonObject
        {
            ["do"] = "list",
            ["kind"] = Word(list.Kind),
            ["legCount"] = list.LegCount,
            ["legs"] = legs,
        };
    }

    /// <summary>Legs that are not empty, whatever the message counts.</summary>
    private static int CountOf(in NewOrderList list)
    {
        var legs = NewOrderList.LegsOf(in list);
        var count = NewOrderList.MaxLegs;
        while (count > 0 && legs[count - 1].Order.Account.Owner.IsZero)
        {
            count--;
        }

        return count;
    }

    private JsonObject Replace(ReplaceOrder replace)
    {
        var line = Order(replace.Order, string.Empty);
        line.Remove("id");
        line["do"] = "replace";
        line["version"] = replace.Order.Order.Version;
        if (replace.OrderId != 0)
        {
            line["order"] = state.Names.LabelOf(replace.OrderId) ?? Number(replace.OrderId);
        }

        line["origClientOrderId"] = FieldText.Number(replace.OrigClientOrderId);
        line.Remove("set");
        var template = state.Order(line["order"]?.ToString());
        var fields = new ScenarioFields(line);
        var read = new OrderReader(new ScenarioState(state)).Read(fields, template);
        var set = new JsonObject();
        foreach (var path in FieldText.Differences(read, replace.Order))
        {
            set[path] = FieldText.Get(replace.Order, path, state.Names)?.DeepClone() ?? 0;
        }

        line["set"] = set;
        return line;
    }

    /// <summary>Everything under <c>set</c>, but for what a reader needs in words.</summary>
    private JsonObject Set<TBody>(string verb, TBody body)
        where TBody : unmanaged
    {
        var set = FieldText.ToJson(body, state.Names);
        var line = new JsonObject { ["do"] = verb };
        foreach (var name in (string[])["account", "clientOrderId"])
        {
            if (set.Remove(name, out var value) || (name == "clientOrderId" && HasClientOrderId(verb)))
            {
                line[name] = value?.DeepClone() ?? 0;
            }
        }

        line["set"] = set;
        return line;
    }

    /// <summary>Requests whose id a reader would otherwise number.</summary>
    private static bool HasClientOrderId(string verb) => verb is "amend" or "cancel" or "massCancel" or "unlock";

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
