using DexExtra.Engine.Book;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.Pegs;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Gates 2 to 11 of G2 for an order whose client order id is new (docs/matching.md §3). Decides on read-only walks
/// (G3): the only lasting effect of a refusal is the consumed nonce. First failure wins.
/// </summary>
internal sealed class OrderAdmission(
    EngineState state, CapacityRules capacity, EffectivePrices prices, Matcher matcher, DryRun dryRun, OrderEntry entry,
    PegOrders pegs, LimitGates limits, OrderHolds holds, FundsGate funds)
{
    /// <summary>None when the order may go live; then the candidate is complete but for its slots.</summary>
    public RejectReason Admit(
        in NewOrder request, int account, bool isChild, in EarlierLegs earlier, out Candidate candidate)
    {
        candidate = default;
        candidate.IsChild = isChild;
        candidate.IsBlock = earlier.IsBlock;
        if (state.Due.IsDue(state.NowSeconds))
        {
            return RejectReason.LimitReached;
        }

        if (state.Markets.Find(request.Order.MarketId) is not { } market)
        {
            return RejectReason.UnknownMarket;
        }

        candidate.Market = market;
        var reason = UseNonce(account, request.Order.Nonce);
        if (reason == RejectReason.None)
        {
            reason = CheckAccess(in request, account, market);
        }

        if (reason == RejectReason.None)
        {
            reason = CheckContent(in request, ref candidate);
        }

        if (reason != RejectReason.None)
        {
            return reason;
        }

        Build(in request, account, ref candidate);
        candidate.Order.HoldPerLot = market.Terms.MarginMode == MarginMode.Full
            ? OrderHolds.PaidInFull(
                market, candidate.Order.Side, candidate.Order.IsReduceOnly, HoldTicks(in candidate))
            : holds.PerLot(DemandOf(in candidate, in earlier));
        reason = CheckLimits(in candidate, in earlier);
        return reason != RejectReason.None
            ? reason
            : CheckState(in request, in earlier, ref candidate);
    }

    private RejectReason UseNonce(int account, ulong nonce)
    {
        var owner = state.Accounts[account].Owner;
        var reason = state.Nonces.Check(owner, nonce);
        if (reason == RejectReason.None && nonce < state.Accounts[account].MinNonce)
        {
            return RejectReason.NonceCancelled;
        }

        if (reason == RejectReason.None)
        {
            state.Nonces.Consume(owner, nonce);
        }

        return reason;
    }

    /// <summary>Gate 3, c and d.</summary>
    private RejectReason CheckAccess(in NewOrder request, int account, Market market)
    {
        var reason = state.CheckTrading(account);
        return reason == RejectReason.None ? MarketStates.CheckNew(market, in request.Order) : reason;
    }

    /// <summary>Gates 4 and 5.</summary>
    private RejectReason CheckContent(in NewOrder request, ref Candidate candidate)
    {
        var market = candidate.Market;
        var reason = OrderRules.CheckForm(in request, market, state.NowSeconds, SignedOrder.FirstVersion);
        if (reason == RejectReason.None)
        {
            reason = OrderRules.CheckGrids(in request, market);
        }

        if (reason == RejectReason.None)
        {
            reason = InstructionRules.TryRead(in request, market, candidate.IsChild, ref candidate.Terms);
        }

        return reason == RejectReason.None ? OrderRules.CheckBounds(in request, market) : reason;
    }

    /// <summary>The end of gate 5 (R7) and gate 6.</summary>
    private RejectReason CheckLimits(in Candidate candidate, in EarlierLegs earlier)
    {
        if (!state.RiskLimits.IsUsed)
        {
            return capacity.Check(in candidate, in earlier);
        }

        var demand = DemandOf(in candidate, in earlier);
        var reason = limits.CheckSize(in demand);
        if (reason == RejectReason.None)
        {
            reason = capacity.Check(in candidate, in earlier);
        }

        return reason == RejectReason.None ? limits.CheckNew(in demand, in candidate, in earlier) : reason;
    }

    /// <summary>Gates 7 to 11: what depends on the position, the money and the book.</summary>
    private RejectReason CheckState(in NewOrder request, in EarlierLegs earlier, ref Candidate candidate)
    {
        var reason = ClipToPosition(ref candidate);
        if (reason == RejectReason.None)
        {
            reason = CheckFunds(in request, in earlier, ref candidate);
        }

        if (reason != RejectReason.None || candidate.IsChild || candidate.IsBlock)
        {
            return reason;
        }

        if (candidate.Waits)
        {
            return StopOrders.IsTrueOnEntry(in candidate.Terms, candidate.Market)
                ? RejectReason.WouldTriggerImmediately
                : RejectReason.None;
        }

        return candidate.IsLive && candidate.Market.IsMatching
            ? CheckBook(in request, in candidate)
            : RejectReason.None;
    }

    private void Build(in NewOrder request, int account, ref Candidate candidate)
    {
        ref readonly var signed = ref request.Order;
        var market = candidate.Market;
        ref var terms = ref candidate.Terms;
        OrderBuilder.FillTerms(in request, ref terms);
        terms.Grant = state.SessionKeys.SlotOf(request.GrantId);
        ref var order = ref candidate.Order;
        order.OrderId = state.Sequence;
        order.LeavesLots = request.QuantityLots;
        order.Account = account;
        order.Owner = state.Accounts[account].Owner;
        order.Balance = state.Ledger.TryFind(account, market.Asset, out var balance) ? balance : -1;
        order.Market = market.Slot;
        order.Level = -1;
        order.IsGranted = terms.Grant >= 0;
        order.IsCounted = OrderBuilder.IsCounted(signed.OrderType, signed.TimeInForce);
        order.Side = signed.Side;
        order.SelfTrade = OrderCombinations.SelfTradeOf(in signed);
        order.Traits = OrderBuilder.TraitsOf(in signed);
        order.DueSeconds = SessionClock.DueSeconds(
            signed.TimeInForce, signed.ExpirySeconds, state.NowSeconds, market.Rules.SessionEndSecondOfDay);
        terms.EntrySeconds = state.NowSeconds;
        order.PriceTicks = EffectivePrice(in signed, request.PriceTicks, ref candidate);
    }

    private static OrderDemand DemandOf(in Candidate candidate, in EarlierLegs earlier)
    {
        ref readonly var order = ref candidate.Order;
        return new OrderDemand
        {
            Account = order.Account,
            Balance = order.Balance,
            Market = candidate.Market,
            Side = order.Side,
            IsReduceOnly = order.IsReduceOnly,
            IsConfirmed = (candidate.Terms.Flags & OrderFlags.ConfirmLarge) != 0,
            PriceTicks = HoldTicks(in candidate),
            Lots = order.LeavesLots,
            MoreLots = order.LeavesLots + (order.Side == Side.Buy ? earlier.BuyLots : earlier.SellLots),
            MoreReducingLots = (order.IsReduceOnly ? order.LeavesLots : 0)
                + (order.Side == Side.Buy ? earlier.ReducingBuys : earlier.ReducingSells),
            Hold = order.Hold + earlier.Hold,
        };
    }

    /// <summary>The worst price: a peg may move up to its limit.</summary>
    private static long HoldTicks(in Candidate candidate) =>
        candidate.Terms.Type == OrderType.Pegged ? candidate.Terms.LimitTicks : candidate.Order.PriceTicks;

    private long EffectivePrice(in SignedOrder signed, long signedTicks, ref Candidate candidate)
    {
        var market = candidate.Market;
        return signed.OrderType switch
        {
            OrderType.Market => prices.Protected(signed.Side, signedTicks, market),
            OrderType.Stop or OrderType.TakeProfit =>
                EffectivePrices.Around(signed.Side, signedTicks, candidate.Terms.TriggerTicks, market),
            OrderType.Pegged => PegPrice(signedTicks, ref candidate),
            OrderType.Limit when (signed.Flags & OrderFlags.PostOnlySlide) != 0
                && market.IsMatching && !candidate.IsChild => prices.Slid(signed.Side, signedTicks, market),
            _ => signedTicks,
        };
    }

    /// <summary>Where it would rest now; one that would be parked has its signed limit.</summary>
    private long PegPrice(long signedTicks, ref Candidate candidate)
    {
        candidate.IsParked = !pegs.TryPrice(in candidate, out var priceTicks);
        return candidate.IsParked ? signedTicks : priceTicks;
    }

    /// <summary>
    /// Gate 7, I-RO-2: live orders are clipped to what the position can close, a fill-or-kill is not; stops only need
    /// something to close.
    /// </summary>
    private RejectReason ClipToPosition(ref Candidate candidate)
    {
        ref var order = ref candidate.Order;
        if (!order.IsReduceOnly || candidate.IsChild)
        {
            return RejectReason.None;
        }

        var closable = state.Positions.ClosableLots(order.Account, order.Market, order.Side);
        if (closable == 0)
        {
            return RejectReason.NothingToReduce;
        }

        if (candidate.Waits || closable >= order.LeavesLots)
        {
            return RejectReason.None;
        }

        candidate.ReducedLots = order.LeavesLots - closable;
        candidate.ReduceReason = CancelReason.ReduceOnlyCap;
        order.LeavesLots = closable;
        return candidate.Terms.TimeInForce == TimeInForce.FillOrKill
            ? RejectReason.ReduceOnlyTooLarge
            : RejectReason.None;
    }

    /// <summary>Gate 8.</summary>
    private RejectReason CheckFunds(in NewOrder request, in EarlierLegs earlier, ref Candidate candidate)
    {
        ref var order = ref candidate.Order;
        var market = candidate.Market;
        order.Hold = Math.BigMul(order.LeavesLots, order.HoldPerLot);
        if (request.Order.Instructions.Budget != 0)
        {
            ClipToBudget(in request, ref candidate);
        }

        var reason = market.Terms.MarginMode == MarginMode.Full
            ? funds.CheckCash(order.Balance, order.Hold + earlier.Hold)
            : funds.Check(DemandOf(in candidate, in earlier), in earlier);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        if (candidate.Terms.Type == OrderType.Market && market.Opposite(order.Side).Best < 0)
        {
            return RejectReason.NoLiquidity;
        }

        return order.LeavesLots > 0 ? RejectReason.None : RejectReason.BudgetTooSmall;
    }

    private void ClipToBudget(in NewOrder request, ref Candidate candidate)
    {
        ref var order = ref candidate.Order;
        var taker = entry.TakerOf(in order, candidate.Terms.Flags, candidate.Market);
        var budget = (Int128)request.Order.Instructions.Budget;
        var lots = dryRun.Affordable(in taker, candidate.Market, budget, out var cost);
        candidate.ReducedLots = order.LeavesLots - lots;
        candidate.ReduceReason = CancelReason.Budget;
        order.LeavesLots = lots;
        order.Hold = cost;
    }

    /// <summary>Gates 10 and 11.</summary>
    private RejectReason CheckBook(in NewOrder request, in Candidate candidate)
    {
        ref readonly var order = ref candidate.Order;
        var market = candidate.Market;
        if ((order.Traits & OrderTraits.PostOnly) != 0)
        {
            return matcher.WouldTrade(order.Side, order.PriceTicks, market)
                ? RejectReason.PostOnlyWouldCross
                : RejectReason.None;
        }

        var isWhole = candidate.Terms.TimeInForce == TimeInForce.FillOrKill;
        if (!isWhole && request.Order.Instructions.MinQuantity == 0)
        {
            return RejectReason.None;
        }

        var taker = entry.TakerOf(in order, candidate.Terms.Flags, market);
        return isWhole
            ? dryRun.Check(in taker, market, order.LeavesLots)
            : CheckMinimum(in request, in taker, market);
    }

    /// <summary>O-MINQ: at least the minimum now, or nothing.</summary>
    private RejectReason CheckMinimum(in NewOrder request, in Taker taker, Market market)
    {
        var minimum = (long)((Int128)request.Order.Instructions.MinQuantity / market.Terms.LotSize);
        var reason = taker.Lots < minimum
            ? RejectReason.MinQuantityNotMet
            : dryRun.Check(in taker, market, minimum);
        return reason == RejectReason.FokNotFillable ? RejectReason.MinQuantityNotMet : reason;
    }
}
