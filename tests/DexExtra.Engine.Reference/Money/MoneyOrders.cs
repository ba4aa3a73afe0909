using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Orders of a life: quotes around the fair price, takers, traders who use all their margin, any kind.</summary>
internal sealed class MoneyOrders(MoneyContext context)
{
    private readonly OrderMaker _maker = new(context.Orders);
    private readonly ChangeMaker _changes = new(context.Orders);
    private readonly ListMaker _lists = new(context.Orders, new OrderMaker(context.Orders));
    private readonly StreamDice _dice = context.Dice;

    /// <summary>Near or through the fair price; now and then as large as margin allows, or to close.</summary>
    public byte[]? Order()
    {
        if (context.Market() is not { } market)
        {
            return null;
        }

        if (!market.IsMargin && market.Terms.FloorTicks >= 0 && _dice.OneIn(10))
        {
            return Budget(market);
        }

        var account = context.Account();
        var position = market.Positions.GetValueOrDefault(account);
        var isClosing = position is { Lots: not 0 } && _dice.OneIn(8);
        var side = isClosing ? (position!.Lots > 0 ? Side.Sell : Side.Buy) : (Side)_dice.Between(1, 2);
        var width = Width(market);
        var distance = _dice.Between(-width, width);
        var time = _dice.OneIn(4) && market.State == MarketState.Continuous
            ? TimeInForce.ImmediateOrCancel
            : TimeInForce.GoodTillCancel;
        var lots = isClosing ? Math.Abs(position!.Lots) : Lots(market, account, side);
        return Limit(market, account, side, time, context.Fair(market) + distance, lots, isClosing && _dice.OneIn(2));
    }

    /// <summary>O-BUDGET: as many lots as some money buys.</summary>
    private byte[] Budget(SlowMarket market)
    {
        var lots = _dice.Between(1, 20);
        var price = context.Fair(market);
        var order = Signed(
            market, context.Account(), Side.Buy, TimeInForce.ImmediateOrCancel, market.Terms.CapTicks, lots, false);
        order.Order.OrderType = OrderType.Market;
        order.Order.Instructions.Budget = (UInt128)(
            (lots * market.OpeningCost(Side.Buy, price) * _dice.Between(2, 15) / 10) + _dice.Between(1, 1_000));
        OrderMaker.Sign(in market.Terms, ref order);
        return context.Write(CommandType.NewOrder, order);
    }

    /// <summary>A rich owner quotes one side, deep enough that there is a mark.</summary>
    public byte[]? Quote()
    {
        if (context.Market() is not { } market)
        {
            return null;
        }

        var account = Scenarios.ScenarioNames.Account(1 + _dice.Below(Math.Min(3, context.Profile.Owners)), 0);
        var side = (Side)_dice.Between(1, 2);
        var distance = 1 + _dice.Between(0, Width(market));
        var price = context.Fair(market) + (side == Side.Buy ? -distance : distance);
        return Limit(market, account, side, TimeInForce.GoodTillCancel, price, _dice.Between(1, 60), false);
    }

    /// <summary>Every type, time and instruction there is.</summary>
    public byte[]? Any() => context.World.Markets.Count == 0
        ? null
        : context.Write(CommandType.NewOrder, _maker.Next());

    public byte[]? List() => context.World.Markets.Count == 0
        ? null
        : context.Write(CommandType.NewOrderList, _lists.Next());

    public byte[] Cancel() => context.Write(CommandType.CancelOrder, _changes.NextCancel());

    public byte[] Amend() => _dice.OneIn(4)
        ? context.Write(CommandType.ReplaceOrder, _changes.NextReplace())
        : context.Write(CommandType.AmendOrder, _changes.NextAmend());

    public byte[]? MassCancel() => context.World.Markets.Count == 0
        ? null
        : context.Write(CommandType.MassCancel, _changes.NextMassCancel());

    public byte[] Unlock() => context.Write(CommandType.UnlockAccount, _changes.NextUnlock());

    /// <summary>§10: somebody with a profit takes some of it while his market shares a loss.</summary>
    public byte[]? Realise()
    {
        if (context.Live.Find(item => item.Sharing is not null) is not { } market)
        {
            return null;
        }

        var winners = market.Positions.Values.Where(item => item.Lots != 0 && SlowMargin.Unrealised(item) > 0).ToList();
        if (winners.Count == 0)
        {
            return null;
        }

        var winner = _dice.Pick(winners);
        var side = winner.Lots > 0 ? Side.Sell : Side.Buy;
        var price = side == Side.Sell ? market.Terms.FloorTicks : market.Terms.CapTicks;
        var lots = _dice.Between(1, Math.Abs(winner.Lots));
        return Limit(market, winner.Wallet.Account, side, TimeInForce.ImmediateOrCancel, price, lots, isReduceOnly: true);
    }

    /// <summary>U3: two owners, one price.</summary>
    public byte[]? Block()
    {
        var buyer = context.Account();
        var seller = context.Account();
        if (context.Market() is not { } market || buyer.Owner == seller.Owner)
        {
            return null;
        }

        var price = context.Fair(market);
        var lots = _dice.Between(1, 40);
        var isOdd = _dice.OneIn(12);
        return context.Write(CommandType.BlockTrade, new BlockTrade
        {
            Buy = Signed(market, buyer, Side.Buy, TimeInForce.FillOrKill, price, lots, false),
            Sell = Signed(market, seller, Side.Sell, TimeInForce.FillOrKill, price, lots + (isOdd ? 1 : 0), false),
        });
    }

    private byte[] Limit(
        SlowMarket market, AccountId account, Side side, TimeInForce time, long price, long lots, bool isReduceOnly) =>
        context.Write(CommandType.NewOrder, Signed(market, account, side, time, price, lots, isReduceOnly));

    private NewOrder Signed(
        SlowMarket market, AccountId account, Side side, TimeInForce time, long price, long lots, bool isReduceOnly)
    {
        ref readonly var terms = ref market.Terms;
        var order = new NewOrder
        {
            ClientOrderId = context.Orders.NextClientOrderId(),
            SessionId = (ulong)_dice.Below(3),
            QuantityLots = Math.Clamp(lots, 1, terms.MaxOrderLots),
            PriceTicks = Math.Clamp(price, terms.FloorTicks, terms.CapTicks),
        };
        ref var signed = ref order.Order;
        signed.Account = account;
        signed.MarketId = terms.MarketId;
        signed.Side = side;
        signed.OrderType = OrderType.Limit;
        signed.TimeInForce = time;
        signed.Version = SignedOrder.FirstVersion;
        signed.MaxFeePerUnit = UInt128.One << 100;
        signed.Nonce = context.Nonce(in account);
        signed.ExpirySeconds = context.NowSeconds + (ulong)_dice.Between(2, 2_000);
        signed.Flags = isReduceOnly ? OrderFlags.ReduceOnly : (OrderFlags)(_dice.Below(4) << 3);
        signed.Flags |= _dice.OneIn(3) ? OrderFlags.ConfirmLarge : 0;
        order.OrderHash = Scenarios.OrderReader.HashOf(order.ClientOrderId);
        OrderMaker.Sign(in terms, ref order);
        return order;
    }

    private static long Width(SlowMarket market) =>
        Math.Max(2, (market.Terms.CapTicks - market.Terms.FloorTicks) / 100);

    /// <summary>A few, or about what the account's free margin carries.</summary>
    private long Lots(SlowMarket market, in AccountId account, Side side)
    {
        var wallet = context.Ledger.Wallet(in account, market.Terms.AssetId);
        if (wallet is null || !_dice.Percent(context.Profile.Leveraged))
        {
            return _dice.Between(1, 20);
        }

        var free = market.Terms.MarginMode == MarginMode.Cross
            ? SlowMargin.OfCross(wallet, context.Orders.NowNs).Free
            : wallet.Available;
        var ticks = market.IsMargin
            ? SlowMargin.InitialTicks(market, 50, side, context.NowSeconds) + 2
            : (market.Terms.CapTicks - market.Terms.FloorTicks) / 2;
        var most = free / Int128.Max(1, ticks * market.TickValue);
        return (long)Int128.Clamp(most * _dice.Between(5, 11) / 10, 1, 20_000);
    }
}
