using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// Turns a line with <c>do</c> into a command, unstamped but for entropy. Throws <see cref="ScenarioException"/> where
/// the line makes no sense.
/// </summary>
internal sealed partial class CommandReader(ScenarioState state)
{
    private readonly OrderReader _orders = new(state);
    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];

    /// <param name="json">The line.</param>
    /// <param name="sequence">The command's sequence, which is also the id of an order that it sends.</param>
    public byte[] Read(JsonObject json, long sequence)
    {
        var fields = new ScenarioFields(json);
        fields.Take("after");
        var entropy = fields.Unsigned("entropy");
        var command = Read(fields, fields.Text("do")!, sequence);
        fields.MustBeUsedUp();
        if (command.Length >= CommandHeader.SizeBytes)
        {
            CommandCodec.Header(command.AsSpan()).Entropy = entropy;
        }

        return command;
    }

    private byte[] Read(ScenarioFields fields, string verb, long sequence) => verb switch
    {
        "asset" => Write(CommandType.ListAsset, Fill(ScenarioState.DefaultAsset, fields)),
        "market" => Market(fields),
        "deposit" => Write(CommandType.Deposit, Deposit(fields)),
        "order" => Write(CommandType.NewOrder, Order(fields, sequence)),
        "list" => Write(CommandType.NewOrderList, List(fields, sequence)),
        "amend" => Write(CommandType.AmendOrder, Amend(fields)),
        "replace" => Write(CommandType.ReplaceOrder, Replace(fields)),
        "cancel" => Write(CommandType.CancelOrder, Cancel(fields)),
        "massCancel" => Write(CommandType.MassCancel, MassCancel(fields)),
        "unlock" => Write(CommandType.UnlockAccount, Unlock(fields)),
        "quote" => Write(CommandType.MassQuote, Quote(fields, sequence)),
        "protect" => Write(CommandType.SetQuoteProtection, Protection(fields)),
        "rules" => Write(CommandType.SetTradingRules, Rules(fields)),
        "state" => Write(CommandType.SetMarketState, State(fields)),
        "auction" => Write(CommandType.StartAuction, Auction(fields)),
        "index" => Write(CommandType.SetIndexPrice, Index(fields)),
        "settle" => Write(CommandType.SettlementUpdate, Settle(fields)),
        "tick" => Header(CommandType.Tick),
        "raw" => Convert.FromHexString(fields.Text("bytes") ?? string.Empty),
        _ => ReadMoney(fields, verb, sequence),
    };

    private byte[] Write<TBody>(CommandType type, TBody body)
        where TBody : unmanaged => _command[..CommandCodec.Write(_command, type, in body, 0, 0)];

    private byte[] Header(CommandType type)
    {
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = type,
            Version = CommandHeader.CurrentVersion,
        };
        MemoryMarshal.Write(_command, in header);
        return _command[..CommandHeader.SizeBytes];
    }

    /// <summary>Every field of the message by its own name.</summary>
    private TBody Fill<TBody>(TBody body, ScenarioFields fields)
        where TBody : unmanaged
    {
        object boxed = body;
        foreach (var (name, value) in fields.Rest())
        {
            fields.Take(name);
            FieldText.Set(boxed, name, value, state.Names);
        }

        return (TBody)boxed;
    }

    private byte[] Market(ScenarioFields fields)
    {
        var terms = Fill(ScenarioState.DefaultTerms, fields);
        state.Created(in terms);
        return Write(CommandType.CreateMarket, terms);
    }

    private Deposit Deposit(ScenarioFields fields)
    {
        var deposit = new Deposit
        {
            DepositId = fields.Has("depositId") ? 0 : state.NextDeposit(),
            Account = fields.Account(),
            Token = ScenarioState.Token,
            Amount = 1_000_000,
            ChainId = 1,
        };
        return Fill(deposit, fields);
    }

    private NewOrder Order(ScenarioFields fields, long sequence)
    {
        var label = fields.Text("id");
        var order = _orders.Read(fields);
        state.Sent(label, in order, sequence);
        return order;
    }

    private NewOrderList List(ScenarioFields fields, long sequence)
    {
        var legs = fields.Take("legs") as JsonArray ?? throw new ScenarioException("'legs' is missing");
        var list = new NewOrderList
        {
            Kind = fields.Enum("kind", ListKind.OneCancelsOther),
            LegCount = (byte)fields.Long("legCount", legs.Count),
        };
        var account = fields.Text("account");
        for (var index = 0; index < Math.Min(legs.Count, NewOrderList.MaxLegs); index++)
        {
            var json = (JsonObject)legs[index]!.DeepClone();
            json["account"] ??= account;
            var leg = new ScenarioFields(json);
            var label = leg.Text("id");
            list.Legs[index] = _orders.Read(leg);
            state.Sent(label, in list.Legs[index], sequence + (index * Limits.LegOrderIdStep));
            leg.MustBeUsedUp();
        }

        return list;
    }

    private AmendOrder Amend(ScenarioFields fields)
    {
        var target = state.Order(fields.Text("order"));
        var terms = state.Terms(target?.Order.MarketId ?? 1);
        var amend = new AmendOrder
        {
            Account = fields.Account(target?.Order.Account),
            OrderId = OrderId(fields),
            OrigClientOrderId = fields.Unsigned("origClientOrderId"),
            ClientOrderId = fields.Unsigned("clientOrderId", state.NextNumber()),
            Quantity = (UInt128)(fields.Long("lots") * terms.LotSize),
            LimitPrice = fields.Long("price") * terms.TickSize,
            DisplayQuantity = (UInt128)(fields.Long("display") * terms.LotSize),
            ExpirySeconds = fields.Has("expiry") ? (ulong)(ScenarioClock.StartSeconds + fields.Long("expiry")) : 0,
        };
        amend.Fields |= fields.Has("lots") ? AmendFields.Quantity : 0;
        amend.Fields |= fields.Has("price") ? AmendFields.LimitPrice : 0;
        amend.Fields |= fields.Has("display") ? AmendFields.DisplayQuantity : 0;
        amend.Fields |= fields.Has("expiry") ? AmendFields.Expiry : 0;
        return Override(amend, fields);
    }

    private ReplaceOrder Replace(ScenarioFields fields)
    {
        var label = fields.Text("order");
        var replace = new ReplaceOrder
        {
            OrderId = OrderId(fields),
            OrigClientOrderId = fields.Unsigned("origClientOrderId"),
            Order = _orders.Read(fields, state.Order(label)),
        };
        state.Replaced(label, in replace.Order);
        return replace;
    }

    private CancelOrder Cancel(ScenarioFields fields) => Override(
        new CancelOrder
        {
            Account = fields.Account(state.Order(fields.Text("order"))?.Order.Account),
            OrderId = OrderId(fields),
            OrigClientOrderId = fields.Unsigned("origClientOrderId"),
            ClientOrderId = fields.Unsigned("clientOrderId", state.NextNumber()),
        },
        fields);

    /// <summary>A label, or a number where the order has none.</summary>
    private long OrderId(ScenarioFields fields) =>
        fields.Text("order") is not { } label ? 0
        : long.TryParse(label, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
        : state.Names.Order(label);

    private MassCancel MassCancel(ScenarioFields fields)
    {
        var terms = state.Terms((uint)fields.Long("market", 1));
        var request = new MassCancel
        {
            Account = fields.Account(),
            ClientOrderId = fields.Unsigned("clientOrderId", state.NextNumber()),
            MarketId = (uint)fields.Long("market"),
            Side = fields.Enum("side", (Side)0),
            SessionId = fields.Unsigned("session"),
            Tag = (uint)fields.Long("tag"),
            PriceFrom = fields.Long("from") * terms.TickSize,
            PriceTo = fields.Long("to") * terms.TickSize,
            Filters = fields.Enum("filters", MassCancelFilters.None),
        };
        request.Filters |= fields.Has("market") ? MassCancelFilters.Market : 0;
        request.Filters |= fields.Has("side") ? MassCancelFilters.Side : 0;
        request.Filters |= fields.Has("session") ? MassCancelFilters.Session : 0;
        request.Filters |= fields.Has("tag") ? MassCancelFilters.Tag : 0;
        request.Filters |= fields.Has("from") || fields.Has("to") ? MassCancelFilters.PriceRange : 0;
        return Override(request, fields);
    }

    private UnlockAccount Unlock(ScenarioFields fields) => Override(
        new UnlockAccount
        {
            Account = fields.Account(),
            ClientOrderId = fields.Unsigned("clientOrderId", state.NextNumber()),
            AllSubaccounts = (byte)fields.Long("allSubaccounts"),
        },
        fields);

    /// <summary>What a line does not say stays as the market's last rules of the file have it.</summary>
    private SetTradingRules Rules(ScenarioFields fields)
    {
        var market = (uint)fields.Long("market", 1);
        var rules = Fill(state.Rules(market), fields);
        state.Ruled(market, in rules);
        return new SetTradingRules { MarketId = market, Rules = rules };
    }

    private SetMarketState State(ScenarioFields fields) => Override(
        new SetMarketState
        {
            MarketId = (uint)fields.Long("market", 1),
            State = fields.Enum("state", MarketState.Continuous),
        },
        fields);

    private StartAuction Auction(ScenarioFields fields) => Override(
        new StartAuction
        {
            MarketId = (uint)fields.Long("market", 1),
            Kind = fields.Enum("kind", AuctionKind.Scheduled),
            DurationSeconds = (uint)fields.Long("seconds", 10),
            RandomSeconds = (uint)fields.Long("random"),
        },
        fields);

    private SetIndexPrice Index(ScenarioFields fields) => Override(
        new SetIndexPrice { MarketId = (uint)fields.Long("market", 1), PriceTicks = fields.Long("price") }, fields);

    private SettlementUpdate Settle(ScenarioFields fields)
    {
        var update = new SettlementUpdate
        {
            FirstMatchId = fields.Unsigned("from", 1),
            State = fields.Enum("state", SettlementState.Queued),
        };
        update.LastMatchId = fields.Unsigned("to", update.FirstMatchId);
        return Override(update, fields);
    }

    /// <summary>Field <c>set</c>: raw fields of the message by path, for what the words above cannot say.</summary>
    private TBody Override<TBody>(TBody body, ScenarioFields fields)
        where TBody : unmanaged
    {
        object boxed = body;
        foreach (var (path, value) in fields.Take("set") as JsonObject ?? [])
        {
            FieldText.Set(boxed, path, value, state.Names);
        }

        return (TBody)boxed;
    }
}
