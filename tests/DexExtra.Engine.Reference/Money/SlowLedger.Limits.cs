using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>R6, R7: limits of accounts, owners and markets against what the events say is there (docs/money.md §5).</summary>
public sealed partial class SlowLedger
{
    private static readonly RejectReason[] AllLimits =
    [
        RejectReason.ConfirmLargeRequired, RejectReason.OrderValueTooLarge, RejectReason.OpenOrderLimit,
        RejectReason.PositionLimit, RejectReason.OpenInterestLimit, RejectReason.DailyLossLimit,
    ];

    private readonly Dictionary<AccountId, RiskLimits> _accountLimits = [];
    private readonly Dictionary<Address, RiskLimits> _ownerLimits = [];
    private readonly Dictionary<AccountId, SlowCounts> _counts = [];

    private bool _hasLimits;

    private void OnRiskLimits(in SetRiskLimits request)
    {
        _hasLimits = true;
        switch (request.Scope)
        {
            case RiskScope.Account:
                _accountLimits[request.Account] = request.Limits;
                break;
            case RiskScope.Owner:
                _ownerLimits[request.Account.Owner] = request.Limits;
                break;
            default:
                Market(request.MarketId).Limits = request.Limits;
                break;
        }
    }

    /// <summary>Open orders and stops of an account over all markets.</summary>
    private SlowCounts Counts(in AccountId account)
    {
        if (!_counts.TryGetValue(account, out var counts))
        {
            counts = new SlowCounts();
            _counts.Add(account, counts);
        }

        return counts;
    }

    private void CountOrder(SlowOrder order, int change)
    {
        var counts = Counts(order.Position.Wallet.Account);
        counts.OpenOrders += order.MayStayOpen ? change : 0;
        counts.Stops += OrderCombinations.IsTriggered(order.Request.Order.OrderType) ? change : 0;
    }

    /// <summary>The account's limit, else the owner's, else the market's; of some the tighter of the last two.</summary>
    private RiskLimits LimitsOf(in SlowDemand demand)
    {
        var first = _accountLimits.GetValueOrDefault(demand.Wallet.Account);
        var second = _ownerLimits.GetValueOrDefault(demand.Wallet.Account.Owner);
        var last = demand.Market.Limits;
        return new RiskLimits
        {
            MaxOrderValue = First([first.MaxOrderValue, second.MaxOrderValue, last.MaxOrderValue]),
            ConfirmValue = First([first.ConfirmValue, second.ConfirmValue, last.ConfirmValue]),
            MaxDailyLoss = First([first.MaxDailyLoss, second.MaxDailyLoss, last.MaxDailyLoss]),
            MaxOpenOrders = (uint)First([first.MaxOpenOrders, second.MaxOpenOrders, last.MaxOpenOrders]),
            MaxStops = (uint)First([first.MaxStops, second.MaxStops, last.MaxStops]),
            MaxPositionLots = Tighter([second.MaxPositionLots, last.MaxPositionLots]),
            MaxOpenInterestLots = Tighter([second.MaxOpenInterestLots, last.MaxOpenInterestLots]),
            FatFingerFactor = (uint)Tighter([second.FatFingerFactor, last.FatFingerFactor]),
        };
    }

    private static Int128 First(ReadOnlySpan<Int128> limits)
    {
        foreach (var limit in limits)
        {
            if (limit != 0)
            {
                return limit;
            }
        }

        return 0;
    }

    private static long Tighter(ReadOnlySpan<long> limits)
    {
        long tightest = 0;
        foreach (var limit in limits)
        {
            tightest = limit != 0 && (tightest == 0 || limit < tightest) ? limit : tightest;
        }

        return tightest;
    }

    /// <summary>Amends are not asked for the numbers of orders.</summary>
    private void ExpectInLimits(in SlowDemand demand, bool isNew)
    {
        if (!_hasLimits)
        {
            return;
        }

        var limits = LimitsOf(in demand);
        foreach (var reason in AllLimits)
        {
            var isBroken = (isNew || reason != RejectReason.OpenOrderLimit) && Breaks(reason, in demand, in limits);
            That(!isBroken, isBroken ? $"an order is accepted in spite of {Codes.Of(reason)}" : string.Empty, demand.Wallet);
        }
    }

    /// <summary>R6, R7: the order is beyond this limit.</summary>
    private bool Breaks(RejectReason reason, in SlowDemand demand, in RiskLimits limits)
    {
        var counts = Counts(demand.Wallet.Account);
        var opens = !demand.OnlyReduces;
        return reason switch
        {
            RejectReason.ConfirmLargeRequired => !demand.IsConfirmed && (IsFat(in demand, limits.FatFingerFactor)
                || (limits.ConfirmValue != 0 && demand.Value > limits.ConfirmValue)),
            RejectReason.OrderValueTooLarge => limits.MaxOrderValue != 0 && demand.Value > limits.MaxOrderValue,
            RejectReason.OpenOrderLimit => IsBeyond(
                    counts.OpenOrders + demand.Earlier.OpenOrders, limits.MaxOpenOrders, demand.MayStayOpen)
                || IsBeyond(counts.Stops + demand.Earlier.Stops, limits.MaxStops, demand.HasTrigger),
            RejectReason.PositionLimit =>
                opens && limits.MaxPositionLots != 0 && WorstLots(in demand) > limits.MaxPositionLots,
            RejectReason.OpenInterestLimit => opens && limits.MaxOpenInterestLots != 0
                && demand.Market.LongLots + Int128.Min(demand.OpeningLots, demand.Lots + demand.EarlierLots)
                    > limits.MaxOpenInterestLots,
            _ => opens && limits.MaxDailyLoss != 0 && -demand.Wallet.ResultOf(Today) >= limits.MaxDailyLoss,
        };
    }

    private ulong Today => NowSeconds / SecondsPerDay;

    private static bool IsBeyond(int count, uint limit, bool isCounted) => isCounted && limit != 0 && count >= limit;

    private static bool IsFat(in SlowDemand demand, uint factor) => factor != 0 && demand.Market.Sizes.Mean is { } mean
        && demand.Lots > (Int128)factor * mean;

    /// <summary>Of all accounts of the owner in the market.</summary>
    private static Int128 WorstLots(in SlowDemand demand)
    {
        var isBuy = demand.Side == Side.Buy;
        Int128 lots = 0;
        var buys = demand.Earlier.BuyLots + (isBuy ? demand.MoreLots : 0);
        var sells = demand.Earlier.SellLots + (isBuy ? 0 : demand.MoreLots);
        foreach (var position in demand.Market.Positions.Values)
        {
            if (position.Wallet.Account.Owner == demand.Wallet.Account.Owner)
            {
                lots += position.Lots;
                buys += position.BuyLeaves;
                sells += position.SellLeaves;
            }
        }

        return Int128.Max(Int128.Abs(lots + buys), Int128.Abs(sells - lots));
    }
}
