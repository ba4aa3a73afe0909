using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Gate 8 and what may be taken out (R1–R5, docs/money.md §4, §5), asked again of the slow ledger's own books.</summary>
public sealed partial class SlowLedger
{
    /// <summary>Legs of this command's list that were refused with it.</summary>
    private SlowLegs _earlier;

    /// <summary>None, INSUFFICIENT_FUNDS, INSUFFICIENT_MARGIN, MARK_STALE or IN_LIQUIDATION.</summary>
    private RejectReason Gate(in SlowDemand demand)
    {
        var hold = demand.Hold + demand.Earlier.Hold;
        if (demand.Mode == MarginMode.Full)
        {
            return IsFree(demand.Wallet, hold) ? RejectReason.None : RejectReason.InsufficientFunds;
        }

        if (IsStale(in demand))
        {
            return RejectReason.MarkStale;
        }

        var onlyReduces = demand.OnlyReduces;
        var isIsolated = demand.Mode == MarginMode.Isolated;
        var liquidation = isIsolated ? demand.Position?.Liquidation : demand.Wallet.Liquidation;
        if (liquidation is not null)
        {
            return RejectReason.InLiquidation;
        }

        if (isIsolated)
        {
            return IsFree(demand.Wallet, hold) ? RejectReason.None : RejectReason.InsufficientFunds;
        }

        var unit = SlowMargin.OfCross(demand.Wallet, _nowNs, ExtraOf(in demand));
        var mayPass = onlyReduces && !demand.Earlier.MayOpen;
        var isCovered = unit.Free >= hold || (mayPass && unit.Equity - unit.SharedGain - hold >= unit.MaintenanceMargin);
        return isCovered ? RejectReason.None : RejectReason.InsufficientMargin;
    }

    private static SlowExtra ExtraOf(in SlowDemand demand)
    {
        var isBuy = demand.Side == Side.Buy;
        return new SlowExtra(
            demand.Market,
            demand.Earlier.BuyLots + (isBuy ? demand.MoreLots : 0),
            demand.Earlier.SellLots + (isBuy ? 0 : demand.MoreLots),
            demand.Earlier.ReducingBuys + (isBuy ? demand.MoreReducing : 0),
            demand.Earlier.ReducingSells + (isBuy ? 0 : demand.MoreReducing));
    }

    /// <summary>
    /// R3, R4: so much is available, and the cross positions that the asset settles or backs keep their initial margin.
    /// </summary>
    private bool MayTake(SlowWallet wallet, Int128 amount) =>
        amount <= 0 || (!IsExitShort(wallet.Account) && IsFree(wallet, amount));

    private bool IsFree(SlowWallet wallet, Int128 amount)
    {
        if (amount <= 0)
        {
            return true;
        }

        if (amount > wallet.Available - wallet.SharedGain())
        {
            return false;
        }

        var asset = wallet.Asset;
        var isCross = wallet.Positions.Exists(position => position.Mode == MarginMode.Cross);
        if (isCross && amount > SlowMargin.OfCross(wallet, _nowNs).FreeToTakeOut)
        {
            return false;
        }

        if (asset.Collateral is not { } terms || Wallet(wallet.Account, terms.BackedAssetId) is not { } backed)
        {
            return true;
        }

        var lost = SlowMargin.ValueOf(asset, wallet.Available, _nowNs)
            - SlowMargin.ValueOf(asset, wallet.Available - amount, _nowNs);
        var unit = SlowMargin.OfCross(backed, _nowNs);
        return (!unit.IsUsed && backed.Owed == 0) || lost <= unit.FreeToTakeOut;
    }

    /// <summary>B7: an order that may open has no old mark, in its market or where the unit has lots.</summary>
    private bool IsStale(in SlowDemand demand) => !demand.OnlyReduces && (IsStale(demand.Market)
        || (demand.Mode == MarginMode.Cross && demand.Wallet.Positions.Exists(position =>
            position.Mode == MarginMode.Cross && position.Lots != 0 && IsStale(position.Market))));

    private bool IsStale(SlowMarket market) => market.MarkedNs is not null && !market.IsFresh(_nowNs);

    /// <summary>
    /// A unit whose liquidation may have begun again unseen: its level did not change (§7). When the level rises it waits
    /// for its next look (§8): a second, or longer where more are due than one command may step.
    /// </summary>
    private bool MayBeInLiquidation(in SlowDemand demand)
    {
        var (level, until) = demand.Mode == MarginMode.Isolated
            ? (demand.Position?.Level, demand.Position?.MayWaitUntilNs ?? 0)
            : (demand.Wallet.Level, demand.Wallet.MayWaitUntilNs);
        return level == MarginLevel.Liquidation
            || (until != 0 && (_nowNs <= until || _liquidations.Count >= Limits.MaxLiquidationSteps));
    }

    /// <summary>An order that was accepted, or asks for more, has the money and keeps the limits.</summary>
    private void ExpectAdmitted(in SlowDemand demand)
    {
        if (Gate(in demand) is not RejectReason.None and var reason)
        {
            throw Failure($"an order is accepted that gate 8 refuses with {Codes.Of(reason)}" + Of(demand.Wallet));
        }
    }

    /// <summary>
    /// A refusal for money or limits has its reason. The price that it would have got is not published: at the signed
    /// one, which is never better, it asks for at least as much.
    /// </summary>
    private void OnRejected(in OrderRejected rejected)
    {
        var request = rejected.Request;
        if (!Markets.TryGetValue(request.Order.MarketId, out var market))
        {
            return;
        }

        var account = request.Order.Account;
        var wallet = Wallet(in account, market.Terms.AssetId) ?? new SlowWallet(account, market.Asset);
        var isLeg = _command == CommandType.NewOrderList;
        var demand = DemandOf(wallet, market, in request, isLeg, request.PriceTicks) with { Earlier = isLeg ? _earlier : default };
        if (AllLimits.Contains(rejected.Reason))
        {
            That(Breaks(rejected.Reason, in demand, LimitsOf(in demand)), $"a refusal {Codes.Of(rejected.Reason)} without reason", wallet);
            return;
        }

        var perLot = HoldPerLot(in demand);
        var lots = EntryLots(in demand, isLeg);
        var budget = (Int128)request.Order.Instructions.Budget;
        demand = demand with { Lots = lots, MoreLots = lots, Hold = budget != 0 ? budget : lots * perLot };
        switch (rejected.Reason)
        {
            case RejectReason.ListRejected when isLeg:
                AddLeg(in demand);
                break;
            case RejectReason.InsufficientFunds or RejectReason.InsufficientMargin:
                That(Gate(in demand) != RejectReason.None, $"a refusal {Codes.Of(rejected.Reason)} without reason", wallet);
                break;
            case RejectReason.InLiquidation:
                That(MayBeInLiquidation(in demand) || Gate(in demand) == RejectReason.InLiquidation,
                    "a refusal IN_LIQUIDATION without a liquidation", wallet);
                break;
            case RejectReason.MarkStale:
                That(IsStale(in demand), "a refusal MARK_STALE with a young mark", wallet);
                break;
            default:
                break;
        }
    }

    private void AddLeg(in SlowDemand leg)
    {
        var isBuy = leg.Side == Side.Buy;
        _earlier = new SlowLegs
        {
            BuyLots = _earlier.BuyLots + (isBuy ? leg.Lots : 0),
            SellLots = _earlier.SellLots + (isBuy ? 0 : leg.Lots),
            ReducingBuys = _earlier.ReducingBuys + (isBuy ? leg.MoreReducing : 0),
            ReducingSells = _earlier.ReducingSells + (isBuy ? 0 : leg.MoreReducing),
            Hold = _earlier.Hold + leg.Hold,
            OpenOrders = _earlier.OpenOrders + (leg.MayStayOpen ? 1 : 0),
            Stops = _earlier.Stops + (leg.HasTrigger ? 1 : 0),
        };
    }
}
