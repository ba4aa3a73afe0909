using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>Draws quotes around the middle (C12), mostly right, and the limits of their sets, often reached.</summary>
internal sealed class QuoteMaker(StreamContext context, OrderMaker orders)
{
    private readonly StreamDice _dice = context.Dice;
    private readonly List<MassQuote> _recent = [];

    public MassQuote Next()
    {
        if (_recent.Count > 0 && _dice.OneIn(25))
        {
            return _dice.Pick(_recent);
        }

        var market = context.Market();
        var quote = new MassQuote
        {
            Account = context.Account(),
            QuoteId = _dice.Bits(),
            MarketId = market.Terms.MarketId,
            QuoteSet = _dice.OneIn(40) ? 99 : (uint)_dice.Between(1, 2),
            SideCount = (byte)(_dice.OneIn(12) ? 0 : _dice.OneIn(6) ? 1 : 2),
        };
        var first = (Side)_dice.Between(1, 2);
        for (var index = 0; index < quote.SideCount; index++)
        {
            quote.Sides[index] = NextSide(market, in quote, index == 0 ? first : first == Side.Buy ? Side.Sell : Side.Buy);
        }

        Disturb(ref quote);
        if (_recent.Count == 16)
        {
            _recent.RemoveAt(0);
        }

        _recent.Add(quote);
        return quote;
    }

    public SetQuoteProtection NextProtection() => new()
    {
        Account = _dice.OneIn(40) ? context.AccountOf(60) : context.Account(),
        ClientOrderId = _dice.Bits(),
        Action = _dice.OneIn(60) ? (QuoteProtectionAction)7
            : _dice.OneIn(3) ? QuoteProtectionAction.Reset : QuoteProtectionAction.Set,
        QuoteSet = _dice.OneIn(40) ? (uint)_dice.Pick([0, 16, 17]) : (uint)_dice.Between(1, 2),
        MaxTradedLots = _dice.Pick([0L, 0, 1, 4, 10, 30, _dice.OneIn(20) ? -1 : 60]),
        MaxNetLots = _dice.Pick([0L, 0, 2, 5, 12, _dice.OneIn(20) ? Limits.MaxQuoteLimitLots + 1 : 25]),
        MaxTrades = (uint)_dice.Pick([0, 0, 1, 3, 8]),
        WindowSeconds = (uint)_dice.Pick([0, 1, 1, 2, 10, _dice.OneIn(20) ? 3_601 : 3_600]),
        FrozenSeconds = (uint)_dice.Pick([0, 1, 1, 2, _dice.OneIn(20) ? 86_401 : 5]),
    };

    private NewOrder NextSide(StreamMarket market, in MassQuote quote, Side side)
    {
        var time = _dice.Weighted(
            [(TimeInForce.GoodTillCancel, 6), (TimeInForce.GoodTillDate, 1), (TimeInForce.Day, 1)]);
        var order = orders.Make(market, in quote.Account, side, OrderType.Limit, time, isClosing: false);
        if (!_dice.OneIn(40))
        {
            order.Order.Instructions = default;
            order.Order.Flags &= OrderFlags.PostOnly | OrderFlags.PostOnlySlide | OrderFlags.Decrement;
        }

        var away = _dice.Between(_dice.OneIn(5) ? -2 : 0, Math.Max(1, context.Profile.Spread / 2));
        order.PriceTicks = market.Middle + (side == Side.Buy ? -away : away);
        OrderMaker.Sign(market.Terms, ref order);
        return order;
    }

    private void Disturb(ref MassQuote quote)
    {
        ref var side = ref quote.Sides[_dice.Below(MassQuote.MaxSides)];
        switch (_dice.Below(120))
        {
            case 0: quote.SideCount = (byte)_dice.Below(4); break;
            case 1: side.Order.Account = context.Account(); break;
            case 2: side.Order.MarketId++; break;
            case 3: side.Order.Side = (Side)_dice.Below(3); break;
            case 4: side.ClientOrderId = quote.Sides[0].ClientOrderId; break;
            case 5: side.Order.TimeInForce = TimeInForce.ImmediateOrCancel; break;
            case 6: side.Order.Flags |= OrderFlags.ReduceOnly; break;
            case 7: quote.MarketId = 77; break;
            case 8: quote.Account = context.AccountOf(60); break;
            case 9: side.QuantityLots = 0; break;
            case 10: side.Order.Instructions.MinQuantity = 1; break;
            default: break;
        }
    }
}
