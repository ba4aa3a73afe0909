using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// One order of a scenario: prices and distances in ticks, quantities in lots, the expiry in seconds from the start;
/// whatever is not said is legal and unique.
/// </summary>
internal sealed class OrderReader(ScenarioState state)
{
    /// <summary>Far enough for every story that does not speak of it.</summary>
    public const long DefaultExpirySeconds = 30L * 86_400;

    public const long DefaultMaxFee = 1_000_000_000_000;

    private static readonly Dictionary<string, TimeInForce> ShortNames = new()
    {
        ["GTC"] = TimeInForce.GoodTillCancel,
        ["IOC"] = TimeInForce.ImmediateOrCancel,
        ["FOK"] = TimeInForce.FillOrKill,
        ["GTD"] = TimeInForce.GoodTillDate,
        ["DAY"] = TimeInForce.Day,
        ["GFA"] = TimeInForce.GoodForAuction,
        ["GFN"] = TimeInForce.GoodForContinuous,
    };

    public static string ShortName(TimeInForce timeInForce) =>
        ShortNames.FirstOrDefault(item => item.Value == timeInForce).Key
        ?? EnumText.ToJson(timeInForce)?.ToString() ?? "0";

    /// <param name="fields">The line or leg.</param>
    /// <param name="template">What holds where nothing is said, of a list or of the order to replace; or null.</param>
    public NewOrder Read(ScenarioFields fields, NewOrder? template = null)
    {
        var order = template ?? Fresh(fields);
        var number = state.NextNumber();
        ref var signed = ref order.Order;
        signed.Account = fields.Account(template is null ? null : signed.Account);
        signed.MarketId = (uint)fields.Long("market", template is null ? 1 : signed.MarketId);
        signed.Side = fields.Enum("side", template is null ? Side.Buy : signed.Side);
        signed.Flags = ReadFlags(fields, signed.Flags);
        signed.Version = (uint)fields.Long("version", template is null ? 1 : signed.Version + 1);
        signed.Nonce = fields.Unsigned("nonce", template is null ? number : signed.Nonce);
        signed.ExpirySeconds = (ulong)(fields.Wide("expiry", (Int128)signed.ExpirySeconds - ScenarioClock.StartSeconds)
            + ScenarioClock.StartSeconds);
        signed.MaxFeePerUnit = (UInt128)fields.Wide("maxFee", (Int128)signed.MaxFeePerUnit);
        order.ClientOrderId = fields.Unsigned("clientOrderId", number);
        order.OrderHash = HashOf(fields.Unsigned("hash", number));
        order.SessionId = fields.Unsigned("session", order.SessionId);
        order.Tag = (uint)fields.Long("tag", order.Tag);
        ReadAmounts(fields, ref order, template is null);
        ReadInstructions(fields, ref signed);
        return Override(order, fields.Take("set") as JsonObject);
    }

    public static Hash32 HashOf(ulong value)
    {
        var hash = new byte[Hash32.SizeBytes];
        BitConverter.TryWriteBytes(hash, value);
        return new Hash32(hash);
    }

    private static NewOrder Fresh(ScenarioFields fields)
    {
        var type = fields.Enum("type", OrderType.Limit);
        var order = new NewOrder();
        order.Order.OrderType = type;
        order.Order.TimeInForce = type == OrderType.Market ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel;
        order.Order.ExpirySeconds = (ulong)(ScenarioClock.StartSeconds + DefaultExpirySeconds);
        order.Order.MaxFeePerUnit = DefaultMaxFee;
        return order;
    }

    /// <summary>Flags by name; the mode of S2 and the activation price have fields of their own.</summary>
    private static OrderFlags ReadFlags(ScenarioFields fields, OrderFlags fallback)
    {
        var flags = fields.Enum("flags", fallback);
        flags |= (OrderFlags)((uint)fields.Enum("stp", SelfTradePrevention.CancelNewest) << 3);
        return flags | (fields.Has("activation") ? OrderFlags.HasActivationPrice : 0);
    }

    private void ReadAmounts(ScenarioFields fields, ref NewOrder order, bool isNew)
    {
        ref var signed = ref order.Order;
        var terms = state.Terms(signed.MarketId);
        var type = fields.Enum("type", signed.OrderType);
        signed.OrderType = type;
        if (fields.Text("tif") is { } text)
        {
            signed.TimeInForce = ShortNames.TryGetValue(text, out var known)
                ? known
                : (TimeInForce)EnumWords.Parse(typeof(TimeInForce), text);
        }

        order.QuantityLots = fields.Long("lots", isNew ? 1 : order.QuantityLots);
        order.PriceTicks = fields.Has("price") ? fields.Long("price")
            : isNew ? WorstPrice(in terms, in signed)
            : order.PriceTicks;
        signed.LimitPrice = order.PriceTicks * terms.TickSize;
        signed.Quantity = (UInt128)(Int128.Max(order.QuantityLots, 0) * terms.LotSize);
    }

    /// <summary>Orders that need no price of their own sign the worst one.</summary>
    private static long WorstPrice(in CreateMarket terms, in SignedOrder signed) =>
        signed.OrderType is OrderType.Limit or OrderType.StopLimit or OrderType.TakeProfitLimit
            ? throw new ScenarioException("'price' is missing")
        : signed.Side == Side.Buy ? terms.CapTicks
        : terms.FloorTicks;

    private void ReadInstructions(ScenarioFields fields, ref SignedOrder signed)
    {
        var terms = state.Terms(signed.MarketId);
        ref var to = ref signed.Instructions;
        signed.TriggerPrice = Ticks(fields, "trigger", in terms, signed.TriggerPrice);
        var fallback = fields.Has("trigger") || fields.Has("distance") || fields.Has("basisPoints")
            ? TriggerSource.Last
            : 0;
        to.TriggerSource = fields.Enum("source", to.TriggerSource == 0 ? fallback : to.TriggerSource);
        to.ExpiryAction = fields.Enum("atExpiry", to.ExpiryAction);
        to.PegReference = fields.Enum("peg", to.PegReference);
        to.ActivationPrice = Ticks(fields, "activation", in terms, to.ActivationPrice);
        to.TrailingDistance = (UInt128)Ticks(fields, "distance", in terms, (Int128)to.TrailingDistance);
        to.PriceOffset = (UInt128)Ticks(fields, "offset", in terms, (Int128)to.PriceOffset);
        to.DisplayQuantity = Lots(fields, "display", in terms, to.DisplayQuantity);
        to.DisplayVariance = Lots(fields, "variance", in terms, to.DisplayVariance);
        to.MinQuantity = Lots(fields, "min", in terms, to.MinQuantity);
        to.Budget = (UInt128)fields.Wide("budget", (Int128)to.Budget);
        to.TrailingBasisPoints = (uint)fields.Long("basisPoints", to.TrailingBasisPoints);
        to.PositionFraction = (uint)fields.Long("fraction", to.PositionFraction);
        to.DurationSeconds = (uint)fields.Long("duration", to.DurationSeconds);
        to.IntervalSeconds = (uint)fields.Long("interval", to.IntervalSeconds);
    }

    private static Int128 Ticks(ScenarioFields fields, string name, in CreateMarket terms, Int128 fallback) =>
        fields.Has(name) ? fields.Long(name) * terms.TickSize : fallback;

    private static UInt128 Lots(ScenarioFields fields, string name, in CreateMarket terms, UInt128 fallback) =>
        fields.Has(name) ? (UInt128)(fields.Long(name) * terms.LotSize) : fallback;

    private NewOrder Override(NewOrder order, JsonObject? fields)
    {
        object boxed = order;
        foreach (var (path, value) in fields ?? [])
        {
            FieldText.Set(boxed, path, value, state.Names);
        }

        return (NewOrder)boxed;
    }
}
