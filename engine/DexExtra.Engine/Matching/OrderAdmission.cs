using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Gates 2 to 11 of G2 for an order whose client order id is new. Decides on read-only walks (G3): the only lasting
/// effect of a refusal is the consumed nonce. First failure wins:
/// (2) expiries still due after this command's share: LIMIT_REACHED; (3) UNKNOWN_MARKET, then the nonce window, which
/// consumes the nonce; (4)(5) <see cref="OrderRules"/>; (6) LIMIT_REACHED for records, book, position, balance, then
/// SETTLEMENT_BACKLOG; (8) INSUFFICIENT_FUNDS, then NO_LIQUIDITY; (11) FOK dry run: SELF_TRADE or FOK_NOT_FILLABLE.
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

        if (reason == RejectReason.None)
        {
            reason = CheckCapacity(in request, account, market);
        }

        if (reason != RejectReason.None)
        {
            return reason;
        }

        order = Build(in request, account, market);
        reason = CheckFunds(in request, in order, market);
        return reason == RejectReason.None && request.Order.TimeInForce == TimeInForce.FillOrKill
            ? matcher.DryRun(in order, market)
            : reason;
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

    private RejectReason CheckCapacity(in NewOrder request, int account, Market market)
    {
        ref readonly var signed = ref request.Order;
        var mayRest = signed.TimeInForce == TimeInForce.GoodTillCancel;
        if (!state.Records.HasRoom
            || (mayRest && !state.Books.HasRoom(market, signed.Side, request.PriceTicks))
            || !state.Positions.HasRoom(account, market.Slot, signed.Side, request.QuantityLots)
            || !state.Ledger.CanHold(account, market.Asset))
        {
            return RejectReason.LimitReached;
        }

        return state.Settlement.Free > 0 ? RejectReason.None : RejectReason.SettlementBacklog;
    }

    private Order Build(in NewOrder request, int account, Market market)
    {
        ref readonly var signed = ref request.Order;
        var worstTicks = signed.OrderType == OrderType.Market
            ? ProtectedPrice(signed.Side, request.PriceTicks, market)
            : request.PriceTicks;
        var holdPerLot = market.OpeningCostPerLot(signed.Side, worstTicks) + market.WorstFeePerLot;
        return new Order
        {
            OrderId = state.Sequence,
            PriceTicks = worstTicks,
            LeavesLots = request.QuantityLots,
            HoldPerLot = holdPerLot,
            Hold = Math.BigMul(request.QuantityLots, holdPerLot),
            ExpirySeconds = signed.ExpirySeconds,
            Account = account,
            Owner = state.Accounts[account].Owner,
            Market = market.Slot,
            Side = signed.Side,
        };
    }

    private RejectReason CheckFunds(in NewOrder request, in Order order, Market market)
    {
        var available = state.Ledger.TryFind(order.Account, market.Asset, out var balance)
            ? state.Ledger[balance].Available
            : 0;
        if (available < order.Hold)
        {
            return RejectReason.InsufficientFunds;
        }

        return request.Order.OrderType == OrderType.Market && market.Opposite(order.Side).Best < 0
            ? RejectReason.NoLiquidity
            : RejectReason.None;
    }

    /// <summary>O-MKT: the tighter of the signed worst price and the best opposite price ± protection.</summary>
    private long ProtectedPrice(Side side, long signedTicks, Market market)
    {
        var best = market.Opposite(side).Best;
        if (best < 0)
        {
            return signedTicks;
        }

        // distances to the bounds, not sums: best ± protection may lie outside Int64
        var bestTicks = state.Books.Level(best).PriceTicks;
        var protection = market.Terms.ProtectionTicks;
        return side == Side.Buy
            ? Math.Min(signedTicks, bestTicks + Math.Min(protection, market.Terms.CapTicks - bestTicks))
            : Math.Max(signedTicks, bestTicks - Math.Min(protection, bestTicks - market.Terms.FloorTicks));
    }
}
