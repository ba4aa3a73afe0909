using System.Runtime.InteropServices;
using DexExtra.Messages;
using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>Draws orders of every kind that mostly fit their market's state, prices and rules.</summary>
internal sealed class OrderMaker(StreamContext context)
{
    private static readonly (StreamFeature Feature, OrderType Type, int Factor)[] Types =
    [
        (StreamFeature.Limit, OrderType.Limit, 6),
        (StreamFeature.Market, OrderType.Market, 1),
        (Stop, OrderType.Stop, 1),
        (StopLimit, OrderType.StopLimit, 1),
        (TakeProfit, OrderType.TakeProfit, 1),
        (TakeProfitLimit, OrderType.TakeProfitLimit, 1),
        (Trailing, OrderType.TrailingStop, 1),
        (TrailingLimit, OrderType.TrailingStopLimit, 1),
        (StreamFeature.Pegged, OrderType.Pegged, 1),
        (StreamFeature.Twap, OrderType.Twap, 1),
    ];

    private static readonly (StreamFeature Feature, TimeInForce TimeInForce, int Factor)[] Times =
    [
        (StreamFeature.Limit, TimeInForce.GoodTillCancel, 4),
        (StreamFeature.ImmediateOrCancel, TimeInForce.ImmediateOrCancel, 1),
        (StreamFeature.FillOrKill, TimeInForce.FillOrKill, 1),
        (StreamFeature.GoodTillDate, TimeInForce.GoodTillDate, 1),
        (StreamFeature.Day, TimeInForce.Day, 1),
        (StreamFeature.GoodForAuction, TimeInForce.GoodForAuction, 1),
        (StreamFeature.GoodForContinuous, TimeInForce.GoodForContinuous, 1),
    ];

    private readonly InstructionMaker _instructions = new(context);
    private readonly StreamDice _dice = context.Dice;
    private readonly StreamProfile _profile = context.Profile;
    private readonly List<(TimeInForce TimeInForce, int Weight)> _times = [];
    private readonly (OrderType Type, int Weight)[] _types =
        [.. Types.Select(item => (item.Type, item.Factor * context.Profile.Weight(item.Feature)))];

    public NewOrder Next()
    {
        var market = context.Market();
        var account = context.Account();
        var side = (Side)_dice.Between(1, 2);
        var isClosing = context.Draws(ReduceOnly, 6);
        if (isClosing && OpenPosition(market) is { } position)
        {
            account = position.Account;
            side = position.Lots > 0 ? Side.Sell : Side.Buy;
        }

        var type = Type(market);
        return Make(market, account, side, type, Time(market, type), isClosing);
    }

    /// <summary>An order with the given frame; everything else is drawn.</summary>
    public NewOrder Make(
        StreamMarket market, in AccountId account, Side side, OrderType type, TimeInForce timeInForce, bool isClosing)
    {
        var terms = market.Terms;
        var order = new NewOrder
        {
            ClientOrderId = context.NextClientOrderId(),
            SessionId = (ulong)_dice.Below(3),
            Tag = (uint)_dice.Below(3),
            QuantityLots = Lots(market, in account, isClosing),
            PriceTicks = Price(market, side, type),
        };
        if (_profile.IsBulk && order.QuantityLots > _profile.LotsMax)
        {
            order.PriceTicks = side == Side.Buy ? terms.CapTicks : terms.FloorTicks;
        }

        ref var signed = ref order.Order;
        signed.Account = account;
        signed.MarketId = terms.MarketId;
        signed.Side = side;
        signed.OrderType = type;
        signed.TimeInForce = timeInForce;
        signed.Version = SignedOrder.FirstVersion;
        signed.MaxFeePerUnit = UInt128.One << 100;
        signed.Nonce = context.Nonce(StreamContext.OwnerOf(in account));
        signed.ExpirySeconds = Expiry();
        signed.Flags = _profile.Has(SelfTradeModes) ? (OrderFlags)(_dice.Below(4) << 3) : OrderFlags.None;
        order.OrderHash = Scenarios.OrderReader.HashOf(order.ClientOrderId);
        _instructions.Add(market, ref order, isClosing);
        Sign(in terms, ref order);
        return order;
    }

    /// <summary>The signed amounts of ticks and lots.</summary>
    public static void Sign(in CreateMarket terms, ref NewOrder order)
    {
        order.Order.LimitPrice = order.PriceTicks * terms.TickSize;
        order.Order.Quantity = (UInt128)(Int128.Max(order.QuantityLots, 0) * terms.LotSize);
    }

    public ulong Expiry() => context.NowSeconds + (ulong)(context.Draws(ShortExpiry, 12)
        ? _dice.Between(_dice.OneIn(8) ? 0 : 1, 8)
        : _dice.Between(60, 400_000));

    private OrderType Type(StreamMarket market)
    {
        var type = _dice.Weighted<OrderType>(_types);
        var isOutOfPlace = market.IsCall && type == OrderType.Market && !_dice.OneIn(8);
        return isOutOfPlace ? OrderType.Limit : type;
    }

    /// <summary>What the type allows, and mostly what the state allows.</summary>
    private TimeInForce Time(StreamMarket market, OrderType type)
    {
        var isFree = _dice.OneIn(25);
        _times.Clear();
        foreach (var (feature, timeInForce, factor) in Times)
        {
            if (OrderCombinations.Allowed(type, timeInForce) is not null
                && (isFree || Fits(market, type, timeInForce)))
            {
                _times.Add((timeInForce, factor * Math.Max(1, _profile.Weight(feature))));
            }
        }

        if (_times.Count == 0)
        {
            _times.Add((TimeInForce.GoodTillCancel, 1));
        }

        return _dice.Weighted<TimeInForce>(CollectionsMarshal.AsSpan(_times));
    }

    private static bool Fits(StreamMarket market, OrderType type, TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.GoodForAuction => market.IsCall,
        TimeInForce.GoodForContinuous => !market.IsCall,
        TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill => !market.IsCall || type != OrderType.Limit,
        _ => true,
    };

    private (AccountId Account, long Lots)? OpenPosition(StreamMarket market)
    {
        var open = context.World.Positions
            .Where(item => item.Key.Market == market.Terms.MarketId && item.Value != 0)
            .Select(item => (item.Key.Account, item.Value)).ToList();
        return open.Count == 0 ? null : _dice.Pick(open);
    }

    private long Lots(StreamMarket market, in AccountId account, bool isClosing)
    {
        var position = context.World.Positions.GetValueOrDefault((account, market.Terms.MarketId));
        if (isClosing && position != 0)
        {
            return Math.Clamp(Math.Abs(position) + _dice.Between(-2, 2), 1, market.Terms.MaxOrderLots);
        }

        var isLarge = _profile.IsBulk
            ? _profile.Name is "deep" or "families" && context.World.Open.Count > _profile.Depth - 300 && _dice.OneIn(50)
            : _dice.OneIn(_profile.LargeOrderEvery);
        var lots = isLarge
            ? _dice.Between(1, Math.Max(_profile.LotsMax * 20L, _profile.Depth))
            : _dice.Between(1, _profile.LotsMax);
        return Math.Min(lots, market.Terms.MaxOrderLots);
    }

    /// <summary>Around the middle on the order's own side, or through the book; rarely anywhere.</summary>
    private long Price(StreamMarket market, Side side, OrderType type)
    {
        var terms = market.Terms;
        if (!_profile.IsBulk && _dice.OneIn(60))
        {
            return _dice.Between(terms.FloorTicks - 1, terms.CapTicks + 1);
        }

        if (type is OrderType.Market or OrderType.Twap or OrderType.TrailingStop && !_dice.OneIn(4))
        {
            return OnGrid(market, side == Side.Buy ? terms.CapTicks : terms.FloorTicks);
        }

        var distance = _dice.Between(_profile.IsBulk ? 1 : 0, _profile.Spread);
        var isAggressive = _dice.Percent(_profile.Crossing) || (market.IsCall && (_profile.IsBulk || _dice.OneIn(2)));
        var away = side == Side.Buy == isAggressive ? distance : -distance;
        return OnGrid(market, market.Middle + away);
    }

    private long OnGrid(StreamMarket market, long price)
    {
        var step = market.Rules.PriceIncrementTicks;
        var rounded = price - ((price % step + step) % step);
        rounded = rounded < market.Terms.FloorTicks ? rounded + step : rounded;
        return _dice.OneIn(80) ? price : Math.Min(rounded, market.Terms.CapTicks);
    }
}
