using DexExtra.Messages;
using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>Draws lists whose legs mostly fit together, and some that do not.</summary>
internal sealed class ListMaker(StreamContext context, OrderMaker orders)
{
    private readonly StreamDice _dice = context.Dice;

    public NewOrderList Next()
    {
        var market = context.Market();
        var kind = (ListKind)_dice.Between(1, 5);
        var side = (Side)_dice.Between(1, 2);
        var account = context.Account();
        var list = new NewOrderList { Kind = kind };
        if (kind is ListKind.OneCancelsOther or ListKind.OneUpdatesOther)
        {
            list.LegCount = 2;
            AddPair(list.Legs[..2], market, in account, side, isChild: false);
        }
        else
        {
            AddParent(ref list, market, in account, side);
        }

        Disturb(ref list);
        return list;
    }

    private void AddParent(ref NewOrderList list, StreamMarket market, in AccountId account, Side side)
    {
        var type = _dice.Weighted(
            [(OrderType.Limit, 6), (OrderType.Market, market.IsCall ? 0 : 2), (OrderType.StopLimit, 1)]);
        var time = type == OrderType.Market ? TimeInForce.ImmediateOrCancel
            : _dice.Weighted([(TimeInForce.GoodTillCancel, 5), (TimeInForce.ImmediateOrCancel, market.IsCall ? 0 : 1)]);
        ref var parent = ref list.Legs[0];
        parent = orders.Make(market, in account, side, type, time, isClosing: false);
        Plain(ref parent);
        var childSide = side == Side.Buy ? Side.Sell : Side.Buy;
        list.LegCount = (byte)(list.Kind == ListKind.OneTriggersOther && _dice.OneIn(2) ? 2 : 3);
        AddPair(list.Legs[1..list.LegCount], market, in account, childSide, isChild: true);
        var isOnFull = _dice.OneIn(3);
        for (var index = 1; index < list.LegCount; index++)
        {
            ref var child = ref list.Legs[index];
            child.QuantityLots = parent.QuantityLots;
            child.Order.Flags |= isOnFull ? OrderFlags.ActivateOnFull : 0;
            OrderMaker.Sign(market.Terms, ref child);
        }
    }

    /// <summary>One leg on each side of the price, or only the first where there is room for one.</summary>
    private void AddPair(Span<NewOrder> legs, StreamMarket market, in AccountId account, Side side, bool isChild)
    {
        var profit = _dice.Weighted([(OrderType.Limit, 4), (OrderType.TakeProfit, 1), (OrderType.TakeProfitLimit, 2)]);
        var loss = _dice.Weighted(
            [(OrderType.Stop, 3), (OrderType.StopLimit, 2), (OrderType.TrailingStop, 1), (OrderType.TrailingStopLimit, 1)]);
        OrderType[] types = _dice.OneIn(2) ? [profit, loss] : [loss, profit];
        for (var index = 0; index < legs.Length; index++)
        {
            var time = _dice.Weighted([(TimeInForce.GoodTillCancel, 5), (TimeInForce.GoodTillDate, 1), (TimeInForce.Day, 1)]);
            legs[index] = orders.Make(market, in account, side, types[index], time, isClosing: false);
            Plain(ref legs[index]);
            legs[index].Order.Flags |= isChild ? OrderFlags.ReduceOnly : 0;
            if (profit == OrderType.Limit && types[index] == OrderType.Limit)
            {
                legs[index].PriceTicks = market.Middle + ((side == Side.Sell ? 1 : -1) * _dice.Between(0, context.Profile.Spread));
            }

            legs[index].QuantityLots = legs[0].QuantityLots;
            OrderMaker.Sign(market.Terms, ref legs[index]);
        }
    }

    /// <summary>Without what never stands in a list, and mostly without what seldom does.</summary>
    private void Plain(ref NewOrder leg)
    {
        var isRich = _dice.OneIn(6);
        leg.Order.Flags &= ~(OrderFlags.AllOrNone | (isRich ? 0 : OrderFlags.PostOnly | OrderFlags.ReduceOnly
            | OrderFlags.RestRemainder));
        ref var to = ref leg.Order.Instructions;
        to.Budget = 0;
        to.MinQuantity = isRich ? to.MinQuantity : 0;
        to.DisplayQuantity = isRich ? to.DisplayQuantity : 0;
        to.DisplayVariance = isRich ? to.DisplayVariance : 0;
        to.PositionFraction = 0;
    }

    /// <summary>One list in twenty is wrong somewhere.</summary>
    private void Disturb(ref NewOrderList list)
    {
        ref var leg = ref list.Legs[_dice.Below(Math.Max(1, (int)list.LegCount))];
        switch (_dice.Below(context.Profile.Has(Broken) ? 80 : 200))
        {
            case 0: list.LegCount = (byte)_dice.Below(5); break;
            case 1: list.Kind = (ListKind)_dice.Below(7); break;
            case 2: leg.Order.Account = context.Account(); break;
            case 3: leg.Order.MarketId++; break;
            case 4: leg.QuantityLots++; break;
            case 5: leg.Order.TimeInForce = TimeInForce.FillOrKill; break;
            case 6: leg.Order.Side = (Side)_dice.Below(3); break;
            case 7: leg.ClientOrderId = list.Legs[0].ClientOrderId; break;
            case 8: leg.Order.Nonce = list.Legs[0].Order.Nonce; break;
            case 9: leg.Order.Flags ^= OrderFlags.ActivateOnFull; break;
            case 10: leg.Order.Instructions.ExpiryAction = ExpiryAction.Trigger; break;
            default: break;
        }
    }
}
