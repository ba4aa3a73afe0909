using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Gates 2 to 11 of G2 for an order whose client order id is new. Decides on read-only walks (G3): the only lasting
/// effect of a refusal is the consumed nonce. First failure wins:
/// (2) expiries still due after this command's share: LIMIT_REACHED; (3) UNKNOWN_MARKET, then the nonce window, which
/// consumes the nonce; (4)(5) <see cref="OrderRules"/>; (6) LIMIT_REACHED for records, book, position, balance, then
/// SETTLEMENT_BACKLOG; (7) NOTHING_TO_REDUCE, REDUCE_ONLY_TOO_LARGE; (8) INSUFFICIENT_FUNDS, then NO_LIQUIDITY;
/// (10) POST_ONLY_WOULD_CROSS; (11) FOK dry run: SELF_TRADE or FOK_NOT_FILLABLE. Book room and hold are those of the
/// effective price and lots.
/// </summary>
internal sealed class OrderAdmission(EngineState state, Matcher matcher)
{
    /// <summary>None when the order may go live; then <paramref name="order"/> is complete but for its slots.</summary>
    public RejectReason Admit(in NewOrder request, int account, out Order order, out Market market)
    {
        order = default;
        market = null!;
        if (state.Books.Expiries.IsDue(state.NowSeconds))
        {
            return RejectReason.LimitReached;
        }

        if (state.Markets.Find(request.Order.MarketId) is not { } found)
        {
            return RejectReason.UnknownMarket;
        }

        market = found;
        var reason = UseNonce(account, request.Order.Nonce);
        if (reason == RejectReason.None)
        {
            reason = OrderRules.Check(in request, market, state.NowSeconds);
        }

        if (reason != RejectReason.None)
        {
            return reason;
        }

        order = Build(in request, account, market);
        return CheckState(in request, in order, market);
    }

    /// <summary>Gates 6 to 11: what depends on the state of the venue.</summary>
    private RejectReason CheckState(in NewOrder request, in Order order, Market market)
    {
        ref readonly var signed = ref request.Order;
        var reason = CheckCapacity(in signed, in order, market);
        if (reason == RejectReason.None)
        {
            reason = CheckReducible(in request, in order);
        }

        if (reason == RejectReason.None)
        {
            reason = CheckFunds(in signed, in order, market);
        }

        if (reason != RejectReason.None)
        {
            return reason;
        }

        if ((signed.Flags & OrderCombinations.AnyPostOnly) != 0 && matcher.WouldTrade(in order, market))
        {
            return RejectReason.PostOnlyWouldCross;
        }

        return signed.TimeInForce == TimeInForce.FillOrKill ? matcher.DryRun(in order, market) : RejectReason.None;
    }

    private RejectReason UseNonce(int account, ulong nonce)
    {
        var owner = state.Accounts[account].Owner;
        var reason = state.Nonces.Check(owner, nonce);
        if (reason == RejectReason.None)
        {
            state.Nonces.Consume(owner, nonce);
        }

        return reason;
    }

    private RejectReason CheckCapacity(in SignedOrder signed, in Order order, Market market)
    {
        if (!state.Records.HasRoom
            || (OrderCombinations.MayRest(in signed) && !state.Books.HasRoom(market, order.Side, order.PriceTicks))
            || !state.Positions.HasRoom(order.Account, market.Slot, order.Side, order.LeavesLots)
            || !state.Ledger.CanHold(order.Account, market.Asset))
        {
            return RejectReason.LimitReached;
        }

        return state.Settlement.Free > 0 ? RejectReason.None : RejectReason.SettlementBacklog;
    }

    private Order Build(in NewOrder request, int account, Market market)
    {
        ref readonly var signed = ref request.Order;
        var worstTicks = EffectivePrice(in signed, request.PriceTicks, market);
        var isReduceOnly = (signed.Flags & OrderFlags.ReduceOnly) != 0;
        var lots = isReduceOnly ? ReducibleLots(in request, account, market) : request.QuantityLots;
        var cost = isReduceOnly ? 0 : market.OpeningCostPerLot(signed.Side, worstTicks);
        var holdPerLot = cost + market.WorstFeePerLot;
        return new Order
        {
            OrderId = state.Sequence,
            PriceTicks = worstTicks,
            LeavesLots = lots,
            HoldPerLot = holdPerLot,
            Hold = Math.BigMul(lots, holdPerLot),
            ExpirySeconds = signed.ExpirySeconds,
            Account = account,
            Owner = state.Accounts[account].Owner,
            Market = market.Slot,
            Side = signed.Side,
            SelfTrade = OrderCombinations.SelfTradeOf(in signed),
        };
    }

    /// <summary>
    /// I-RO-2: what of the order the position can take. Only the order's own fills change it until the order ends.
    /// </summary>
    private long ReducibleLots(in NewOrder request, int account, Market market)
    {
        if (!state.Positions.TryFind(account, market.Slot, out var position))
        {
            return 0;
        }

        var lots = request.QuantityLots;
        return state.Positions[position].ClosingLots(request.Order.Side == Side.Buy ? lots : -lots);
    }

    /// <summary>Gate 7, I-RO-2: an immediate order is clipped, a fill-or-kill is not.</summary>
    private static RejectReason CheckReducible(in NewOrder request, in Order order) =>
        order.LeavesLots == 0 ? RejectReason.NothingToReduce
        : order.LeavesLots < request.QuantityLots && request.Order.TimeInForce == TimeInForce.FillOrKill
            ? RejectReason.ReduceOnlyTooLarge
        : RejectReason.None;

    private RejectReason CheckFunds(in SignedOrder signed, in Order order, Market market)
    {
        var available = state.Ledger.TryFind(order.Account, market.Asset, out var balance)
            ? state.Ledger[balance].Available
            : 0;
        if (available < order.Hold)
        {
            return RejectReason.InsufficientFunds;
        }

        return signed.OrderType == OrderType.Market && market.Opposite(order.Side).Best < 0
            ? RejectReason.NoLiquidity
            : RejectReason.None;
    }

    /// <summary>The signed price, or the tighter one that a market or sliding order gets from the book.</summary>
    private long EffectivePrice(in SignedOrder signed, long signedTicks, Market market)
    {
        var best = market.Opposite(signed.Side).Best;
        if (best < 0)
        {
            return signedTicks;
        }

        var bestTicks = state.Books.Level(best).PriceTicks;
        return signed.OrderType == OrderType.Market ? ProtectedPrice(signed.Side, signedTicks, bestTicks, market)
            : (signed.Flags & OrderFlags.PostOnlySlide) != 0 ? SlidPrice(signed.Side, signedTicks, bestTicks, market)
            : signedTicks;
    }

    /// <summary>
    /// I-PO-2: one tick behind the best opposite price if that is the more passive one. Where the market has no such
    /// tick, the bound itself, at which the order would trade: gate 10 refuses it.
    /// </summary>
    private static long SlidPrice(Side side, long signedTicks, long bestTicks, Market market) => side == Side.Buy
        ? Math.Min(signedTicks, Math.Max(bestTicks - 1, market.Terms.FloorTicks))
        : Math.Max(signedTicks, Math.Min(bestTicks + 1, market.Terms.CapTicks));

    /// <summary>O-MKT: the tighter of the signed worst price and the best opposite price ± protection.</summary>
    private static long ProtectedPrice(Side side, long signedTicks, long bestTicks, Market market)
    {
        // distances to the bounds, not sums: best ± protection may lie outside Int64
        var protection = market.Terms.ProtectionTicks;
        return side == Side.Buy
            ? Math.Min(signedTicks, bestTicks + Math.Min(protection, market.Terms.CapTicks - bestTicks))
            : Math.Max(signedTicks, bestTicks - Math.Min(protection, bestTicks - market.Terms.FloorTicks));
    }
}
