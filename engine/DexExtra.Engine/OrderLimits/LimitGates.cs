using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.OrderLimits;

/// <summary>
/// R6, R7: gates 5 and 6 as far as limits decide (docs/money.md §5). Without any limit in the venue nobody asks.
/// </summary>
internal sealed class LimitGates(EngineState state)
{
    /// <summary>Gate 5, R7: None or CONFIRM_LARGE_REQUIRED.</summary>
    public RejectReason CheckSize(in OrderDemand demand)
    {
        if (!state.RiskLimits.IsUsed || demand.IsConfirmed)
        {
            return RejectReason.None;
        }

        var limits = LimitsOf(in demand);
        ref readonly var sizes = ref demand.Market.OrderSizes;
        var isFat = limits.FatFingerFactor != 0
            && sizes.IsKnown
            && demand.Lots > Math.BigMul(limits.FatFingerFactor, sizes.InLots);
        var isDear = limits.ConfirmValue != 0 && demand.Value > limits.ConfirmValue;
        return isFat || isDear ? RejectReason.ConfirmLargeRequired : RejectReason.None;
    }

    /// <summary>Gate 6 of a new order, where limits were set.</summary>
    public RejectReason CheckNew(in OrderDemand demand, in Candidate candidate, in EarlierLegs earlier)
    {
        var limits = LimitsOf(in demand);
        if (limits.MaxOrderValue != 0 && demand.Value > limits.MaxOrderValue)
        {
            return RejectReason.OrderValueTooLarge;
        }

        return AreTooMany(in limits, in candidate, in earlier)
            ? RejectReason.OpenOrderLimit
            : CheckExposure(in limits, in demand, in earlier);
    }

    /// <summary>Gate 6 of an amended order that asks for more.</summary>
    public RejectReason CheckMore(in OrderDemand demand)
    {
        if (!state.RiskLimits.IsUsed)
        {
            return RejectReason.None;
        }

        var limits = LimitsOf(in demand);
        return limits.MaxOrderValue != 0 && demand.Value > limits.MaxOrderValue
            ? RejectReason.OrderValueTooLarge
            : CheckExposure(in limits, in demand, default);
    }

    private RiskLimits LimitsOf(in OrderDemand demand) =>
        state.RiskLimits.Of(demand.Account, state.Accounts[demand.Account].Owner, demand.Market);

    private bool AreTooMany(in RiskLimits limits, in Candidate candidate, in EarlierLegs earlier)
    {
        ref readonly var account = ref state.Accounts[candidate.Order.Account];
        return (limits.MaxOpenOrders != 0
                && candidate.MayStayOpen
                && account.OpenOrders + earlier.OpenOrders >= limits.MaxOpenOrders)
            || (limits.MaxStops != 0
                && candidate.Waits
                && account.Stops + earlier.Stops >= limits.MaxStops);
    }

    /// <summary>What an order that can open must not pass: position, open interest, loss of the day.</summary>
    private RejectReason CheckExposure(in RiskLimits limits, in OrderDemand demand, in EarlierLegs earlier)
    {
        var market = demand.Market;
        var opening = state.Positions.OpeningLots(demand.Account, market.Slot, demand.Side, demand.MoreLots);
        if (demand.IsReduceOnly || opening <= 0)
        {
            return RejectReason.None;
        }

        if (limits.MaxPositionLots != 0 && WorstLots(in demand, in earlier) > limits.MaxPositionLots)
        {
            return RejectReason.PositionLimit;
        }

        if (limits.MaxOpenInterestLots != 0
            && market.LongLots + Int128.Min(opening, Math.Max(demand.Lots, demand.MoreLots))
                > limits.MaxOpenInterestLots)
        {
            return RejectReason.OpenInterestLimit;
        }

        return limits.MaxDailyLoss != 0
            && demand.Balance >= 0
            && -state.DailyResults.Of(demand.Balance, state.Today) >= limits.MaxDailyLoss
                ? RejectReason.DailyLossLimit
                : RejectReason.None;
    }

    /// <summary>The owner's largest position if everything open on one side fills, with the order.</summary>
    private Int128 WorstLots(in OrderDemand demand, in EarlierLegs earlier)
    {
        var exposures = state.Positions.Exposures;
        var owner = state.Accounts[demand.Account].Owner;
        var now = exposures.TryFind(owner, demand.Market.Slot, out var slot) ? exposures[slot] : default;
        var isBuy = demand.Side == Side.Buy;
        var buys = (Int128)now.OpenBuyLots + (isBuy ? demand.MoreLots : earlier.BuyLots);
        var sells = (Int128)now.OpenSellLots + (isBuy ? earlier.SellLots : demand.MoreLots);
        return Int128.Max(Int128.Abs(now.Lots + buys), Int128.Abs(sells - now.Lots));
    }
}
