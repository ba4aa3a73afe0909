using DexExtra.Messages;
using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// Gives an order the fields that its type needs and, of the flags and instructions that may stand with it, those that
/// the profile favours.
/// </summary>
internal sealed class InstructionMaker(StreamContext context)
{
    private static readonly (StreamFeature Feature, OrderFeatures Means, OrderFlags Flag)[] Choices =
    [
        (StreamFeature.PostOnly, OrderFeatures.PostOnly, OrderFlags.PostOnly),
        (StreamFeature.PostOnlySlide, OrderFeatures.PostOnlySlide, OrderFlags.PostOnlySlide),
        (StreamFeature.ReduceOnly, OrderFeatures.ReduceOnly, OrderFlags.ReduceOnly),
        (StreamFeature.RestRemainder, OrderFeatures.RestRemainder, OrderFlags.RestRemainder),
        (StreamFeature.AllOrNone, OrderFeatures.AllOrNone, OrderFlags.AllOrNone),
        (StreamFeature.AllowImmediate, OrderFeatures.AllowImmediate, OrderFlags.AllowImmediate),
        (StreamFeature.ActivationPrice, OrderFeatures.ActivationPrice, OrderFlags.HasActivationPrice),
        (StreamFeature.Iceberg, OrderFeatures.Iceberg, OrderFlags.None),
        (StreamFeature.MinQuantity, OrderFeatures.MinQuantity, OrderFlags.None),
        (StreamFeature.Budget, OrderFeatures.Budget, OrderFlags.None),
        (StreamFeature.TriggerAtExpiry, OrderFeatures.TriggerAtExpiry, OrderFlags.None),
    ];

    private readonly StreamDice _dice = context.Dice;

    public void Add(StreamMarket market, ref NewOrder order, bool isClosing)
    {
        AddNeeded(market, ref order);
        var allowed = OrderCombinations.Allowed(order.Order.OrderType, order.Order.TimeInForce) ?? OrderFeatures.None;
        if (isClosing && (allowed & OrderFeatures.ReduceOnly) != 0)
        {
            order.Order.Flags |= OrderFlags.ReduceOnly;
            AddFraction(allowed, ref order.Order);
        }

        var first = _dice.Below(Choices.Length);
        for (var index = 0; index < Choices.Length; index++)
        {
            var choice = Choices[(first + index) % Choices.Length];
            if ((allowed & choice.Means) != 0 && context.Draws(choice.Feature, PercentOf(choice.Feature))
                && (choice.Feature != AllOrNone || market.Rules.Flags.HasFlag(TradingFlags.AllowAllOrNone)
                    || _dice.OneIn(10)))
            {
                TryAdd(market, ref order, choice.Means, choice.Flag);
            }
        }
    }

    private static int PercentOf(StreamFeature feature) => feature switch
    {
        ReduceOnly => 2,
        Budget or RestRemainder => 20,
        _ => 7,
    };

    private void AddFraction(OrderFeatures allowed, ref SignedOrder signed)
    {
        if ((allowed & OrderFeatures.PositionFraction) != 0 && context.Draws(PositionFraction, 10))
        {
            signed.Instructions.PositionFraction = (uint)_dice.Pick([1, 2_500, 5_000, 10_000, 10_000]);
        }
    }

    /// <summary>Takes the instruction back when it does not stand with the others.</summary>
    private void TryAdd(StreamMarket market, ref NewOrder order, OrderFeatures feature, OrderFlags flag)
    {
        var before = order.Order;
        order.Order.Flags |= flag;
        ref var to = ref order.Order.Instructions;
        var terms = market.Terms;
        var lots = order.QuantityLots;
        switch (feature)
        {
            case OrderFeatures.Iceberg:
                var display = _dice.Between(1, Math.Max(1, lots / 2));
                to.DisplayQuantity = Quantity(in terms, display);
                to.DisplayVariance = context.Draws(Variance, 15)
                    ? Quantity(in terms, _dice.Between(0, display - (_dice.OneIn(30) ? 0 : 1)))
                    : 0;
                break;
            case OrderFeatures.MinQuantity:
                to.MinQuantity = Quantity(in terms, _dice.Between(1, lots));
                break;
            case OrderFeatures.Budget:
                to.Budget = (UInt128)_dice.Between(1, _dice.OneIn(4)
                    ? market.Middle - terms.FloorTicks
                    : 2 * (lots + 1) * (market.Middle - terms.FloorTicks + 3));
                break;
            case OrderFeatures.TriggerAtExpiry:
                to.ExpiryAction = ExpiryAction.Trigger;
                break;
            case OrderFeatures.ActivationPrice:
                to.ActivationPrice = Near(market) * terms.TickSize;
                break;
            default:
                break;
        }

        if (!OrderCombinations.IsLegal(in order.Order) && !_dice.OneIn(40))
        {
            order.Order = before;
        }
    }

    private void AddNeeded(StreamMarket market, ref NewOrder order)
    {
        ref var signed = ref order.Order;
        ref var to = ref signed.Instructions;
        var type = signed.OrderType;
        var tick = (UInt128)market.Terms.TickSize;
        if (OrderCombinations.IsTriggered(type))
        {
            to.TriggerSource = context.Draws(MarkAndIndexSources, 10)
                ? (TriggerSource)_dice.Between(2, 3)
                : TriggerSource.Last;
        }

        if (OrderCombinations.IsTrailing(type))
        {
            to.TrailingDistance = (UInt128)_dice.Between(1, context.Profile.Spread) * tick;
            to.PriceOffset = type == OrderType.TrailingStopLimit ? (UInt128)_dice.Between(0, 3) * tick : 0;
            if (market.Terms.FloorTicks > 0 && _dice.OneIn(2))
            {
                (to.TrailingDistance, to.TrailingBasisPoints) = (0, (uint)_dice.Between(1, 800));
            }
        }
        else if (OrderCombinations.IsTriggered(type))
        {
            AddTrigger(market, ref order);
        }
        else if (type == OrderType.Pegged)
        {
            to.PegReference = (PegReference)_dice.Between(1, market.IndexTicks is null ? 3 : 4);
            to.PriceOffset = (UInt128)_dice.Between(0, 3) * tick;
            order.PriceTicks = market.Middle + (signed.Side == Side.Buy ? context.Profile.Spread : -context.Profile.Spread);
        }
        else if (type == OrderType.Twap)
        {
            to.DurationSeconds = (uint)_dice.Pick([300, 300, 600, 3_600]);
            to.IntervalSeconds = (uint)_dice.Pick([30, 60, 100, 300]);
            to.PriceOffset = (UInt128)_dice.Between(0, context.Profile.Spread) * tick;
        }
    }

    /// <summary>Mostly on the side of the source where it waits.</summary>
    private void AddTrigger(StreamMarket market, ref NewOrder order)
    {
        ref var signed = ref order.Order;
        var isStop = signed.OrderType is OrderType.Stop or OrderType.StopLimit;
        var isUp = isStop == (signed.Side == Side.Buy);
        var source = signed.Instructions.TriggerSource switch
        {
            TriggerSource.Mark => market.MarkTicks,
            TriggerSource.Index => market.IndexTicks,
            _ => market.LastTicks,
        };
        var distance = _dice.Between(_dice.OneIn(10) ? -2 : 1, Math.Max(2, context.Profile.Spread / 2));
        var trigger = (source ?? market.Middle) + (isUp ? distance : -distance);
        signed.TriggerPrice = trigger * market.Terms.TickSize;
        if (signed.OrderType == OrderType.StopLimit && !_dice.OneIn(20))
        {
            order.PriceTicks = trigger + ((signed.Side == Side.Buy ? 1 : -1) * _dice.Between(0, 5));
        }
        else if (signed.OrderType is OrderType.Stop or OrderType.TakeProfit && !_dice.OneIn(4))
        {
            order.PriceTicks = signed.Side == Side.Buy ? market.Terms.CapTicks : market.Terms.FloorTicks;
        }
    }

    private long Near(StreamMarket market) =>
        market.Middle + _dice.Between(-context.Profile.Spread / 2, context.Profile.Spread / 2);

    private static UInt128 Quantity(in CreateMarket terms, long lots) => (UInt128)(lots * terms.LotSize);
}
