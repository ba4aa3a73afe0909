using DexExtra.Messages;
using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>Draws what changes or ends orders that exist: cancels, amends, replacements, mass cancels, unlocks.</summary>
internal sealed class ChangeMaker(StreamContext context)
{
    private readonly StreamDice _dice = context.Dice;
    private readonly StreamWorld _world = context.World;

    public CancelOrder NextCancel()
    {
        var order = Target();
        var isById = _dice.OneIn(2);
        return new CancelOrder
        {
            Account = _dice.OneIn(30) || order is null ? context.Account() : order.Request.Order.Account,
            OrderId = isById ? order?.OrderId ?? _dice.Between(1, context.Sequence) : 0,
            OrigClientOrderId = order?.Request.ClientOrderId ?? (ulong)_dice.Below(100),
            ClientOrderId = (ulong)_dice.Below(1_000),
        };
    }

    public AmendOrder NextAmend()
    {
        var order = Target();
        var signed = order?.Request.Order ?? default;
        var amend = new AmendOrder
        {
            Account = _dice.OneIn(40) || order is null ? context.Account() : signed.Account,
            OrderId = _dice.OneIn(2) ? order?.OrderId ?? 7 : 0,
            OrigClientOrderId = order?.Request.ClientOrderId ?? 7,
            ClientOrderId = (ulong)_dice.Below(1_000),
            Fields = (AmendFields)_dice.Pick([1, 1, 2, 2, 3, 4, 5, 7, 8, 9]),
        };
        if (order is null || !_world.Markets.TryGetValue(signed.MarketId, out var market))
        {
            return amend;
        }

        amend.Fields = context.Draws(Broken, 1) ? (AmendFields)_dice.Below(32) : amend.Fields;
        AddValues(market, order, ref amend);
        return amend;
    }

    /// <summary>Mostly inside what was signed; sometimes just outside.</summary>
    private void AddValues(StreamMarket market, StreamOrder order, ref AmendOrder amend)
    {
        var terms = market.Terms;
        var signed = order.Request.Order;
        var lots = order.Request.QuantityLots;
        amend.Quantity = (UInt128)(_dice.Between(_dice.OneIn(8) ? 0 : Math.Max(1, order.LeavesLots / 2),
            lots + (_dice.OneIn(12) ? 2 : 0)) * terms.LotSize);
        var worse = _dice.OneIn(12) ? 2 : 0;
        var distance = _dice.Between(-worse, context.Profile.Spread);
        var price = order.Request.PriceTicks + (signed.Side == Side.Buy ? -distance : distance);
        amend.LimitPrice = price * terms.TickSize;
        amend.ExpirySeconds = _dice.OneIn(6)
            ? context.NowSeconds + (ulong)_dice.Between(0, 30)
            : (ulong)_dice.Between((long)context.NowSeconds, (long)signed.ExpirySeconds + (_dice.OneIn(10) ? 5 : 0));
        amend.DisplayQuantity = (UInt128)(_dice.Between(_dice.OneIn(15) ? 0 : 1, Math.Max(1, lots / 2)) * terms.LotSize);
        if (_dice.OneIn(60))
        {
            amend.LimitPrice++;
        }
    }

    public ReplaceOrder NextReplace()
    {
        var order = Target();
        if (order is null || !_world.Markets.TryGetValue(order.Request.Order.MarketId, out var market))
        {
            return new ReplaceOrder { OrderId = 9, Order = new NewOrder { Order = { Account = context.Account() } } };
        }

        var request = order.Request;
        var replace = new ReplaceOrder
        {
            OrderId = _dice.OneIn(2) ? order.OrderId : 0,
            OrigClientOrderId = request.ClientOrderId,
        };
        ref var signed = ref request.Order;
        signed.Version += (uint)(_dice.OneIn(15) ? _dice.Below(3) : 1);
        request.ClientOrderId = context.NextClientOrderId();
        request.OrderHash = signed.Version == order.Request.Order.Version && _dice.OneIn(2)
            ? order.Request.OrderHash
            : Scenarios.OrderReader.HashOf(request.ClientOrderId);
        request.QuantityLots = Math.Max(1, request.QuantityLots + _dice.Between(-3, 5));
        request.PriceTicks += _dice.Between(-3, 3);
        signed.ExpirySeconds += (ulong)_dice.Between(0, 100);
        signed.TimeInForce = signed.TimeInForce switch
        {
            TimeInForce.GoodTillCancel when _dice.OneIn(4) => TimeInForce.GoodTillDate,
            TimeInForce.GoodTillDate when _dice.OneIn(4) => TimeInForce.GoodTillCancel,
            var same => same,
        };
        ChangeInstructions(market, ref signed);
        OrderMaker.Sign(market.Terms, ref request);
        replace.Order = request;
        return replace;
    }

    private void ChangeInstructions(StreamMarket market, ref SignedOrder signed)
    {
        ref var to = ref signed.Instructions;
        var tick = (UInt128)market.Terms.TickSize;
        if (signed.TriggerPrice != 0 && _dice.OneIn(2))
        {
            signed.TriggerPrice += _dice.Between(-2, 2) * market.Terms.TickSize;
        }

        if (to.TrailingDistance != 0 && _dice.OneIn(2))
        {
            to.TrailingDistance = (UInt128)_dice.Between(1, context.Profile.Spread) * tick;
        }

        if (to.DisplayQuantity != 0 && _dice.OneIn(2))
        {
            to.DisplayQuantity = (UInt128)(_dice.Between(1, 6) * market.Terms.LotSize);
            to.DisplayVariance = 0;
        }

        if (to.PriceOffset != 0 && _dice.OneIn(3))
        {
            to.PriceOffset = (UInt128)_dice.Between(0, 3) * tick;
        }

        if (_dice.OneIn(25))
        {
            signed.Flags ^= OrderFlags.PostOnly;
        }
    }

    /// <param name="matchesNothing">It visits all orders of its account and cancels none.</param>
    public MassCancel NextMassCancel(bool matchesNothing = false)
    {
        var account = context.Account();
        var market = context.Market();
        var request = new MassCancel
        {
            Account = _dice.OneIn(40) ? context.AccountOf(60) : account,
            ClientOrderId = (ulong)_dice.Below(1_000),
            MarketId = market.Terms.MarketId + (uint)(_dice.OneIn(30) ? 50 : 0),
            Side = (Side)(_dice.OneIn(40) ? 3 : _dice.Between(1, 2)),
            SessionId = (ulong)_dice.Below(3),
            Tag = (uint)_dice.Below(3),
            PriceFrom = (market.Middle - _dice.Between(_dice.OneIn(20) ? -4 : 0, 4)) * market.Terms.TickSize,
            PriceTo = (market.Middle + _dice.Between(0, 4)) * market.Terms.TickSize,
        };
        if (matchesNothing)
        {
            (request.Account, request.Filters, request.Tag) = (account, MassCancelFilters.Tag, 99);
            return request;
        }

        for (var bit = 0; bit < 10; bit++)
        {
            request.Filters |= _dice.OneIn(5) ? (MassCancelFilters)(1U << bit) : 0;
        }

        request.Filters |= context.Draws(Locks, 5) ? MassCancelFilters.Lock : 0;
        request.Filters |= context.Draws(StreamFeature.Quotes, 20) ? MassCancelFilters.ExceptQuotes : 0;
        request.Filters |= context.Draws(Broken, 1) ? (MassCancelFilters)(1U << 15) : 0;
        return request;
    }

    public UnlockAccount NextUnlock() => new()
    {
        Account = _dice.OneIn(30) ? context.AccountOf(60) : context.Account(),
        ClientOrderId = (ulong)_dice.Below(1_000),
        AllSubaccounts = (byte)_dice.Below(2),
    };

    /// <summary>Mostly an open order, recent ones more often; sometimes an ended one.</summary>
    private StreamOrder? Target()
    {
        if (_world.Open.Count == 0 || (_world.Ended.Count > 0 && _dice.OneIn(12)))
        {
            return _world.Ended.Count == 0 ? null : _dice.Pick(_world.Ended);
        }

        return _dice.OneIn(3)
            ? _world.Open[(int)_dice.Between(Math.Max(0, _world.Open.Count - 8), _world.Open.Count - 1)]
            : _dice.Pick(_world.Open);
    }
}
