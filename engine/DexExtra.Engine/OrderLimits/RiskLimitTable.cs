using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.OrderLimits;

/// <summary>
/// R6, R7: limits of accounts and owners; those of a market are its own. Which of them counts: docs/money.md §5.
/// </summary>
internal sealed class RiskLimitTable(int capacity)
{
    private readonly RiskLimits[] _ofAccount = new RiskLimits[capacity];
    private readonly RiskLimits[] _ofOwner = new RiskLimits[capacity];

    /// <summary>Limits were set once: until then no order looks at any.</summary>
    public bool IsUsed { get; private set; }

    public ref readonly RiskLimits OfAccount(int account) => ref _ofAccount[account];

    public ref readonly RiskLimits OfOwner(int owner) => ref _ofOwner[owner];

    public void SetAccount(int account, in RiskLimits limits)
    {
        _ofAccount[account] = limits;
        IsUsed = true;
    }

    public void SetOwner(int owner, in RiskLimits limits)
    {
        _ofOwner[owner] = limits;
        IsUsed = true;
    }

    public void SetMarket(Market market, in RiskLimits limits)
    {
        market.RiskLimits = limits;
        IsUsed = true;
    }

    /// <summary>What counts for an order of the account in the market; 0 = no limit.</summary>
    public RiskLimits Of(int account, int owner, Market market)
    {
        ref readonly var first = ref _ofAccount[account];
        ref readonly var second = ref _ofOwner[owner];
        ref readonly var last = ref market.RiskLimits;
        return new RiskLimits
        {
            MaxOrderValue = First(first.MaxOrderValue, second.MaxOrderValue, last.MaxOrderValue),
            ConfirmValue = First(first.ConfirmValue, second.ConfirmValue, last.ConfirmValue),
            MaxDailyLoss = First(first.MaxDailyLoss, second.MaxDailyLoss, last.MaxDailyLoss),
            MaxOpenOrders = (uint)First(first.MaxOpenOrders, second.MaxOpenOrders, last.MaxOpenOrders),
            MaxStops = (uint)First(first.MaxStops, second.MaxStops, last.MaxStops),
            MaxPositionLots = Tighter(second.MaxPositionLots, last.MaxPositionLots),
            MaxOpenInterestLots = Tighter(second.MaxOpenInterestLots, last.MaxOpenInterestLots),
            FatFingerFactor = (uint)Tighter(second.FatFingerFactor, last.FatFingerFactor),
        };
    }

    private static Int128 First(Int128 ofAccount, Int128 ofOwner, Int128 ofMarket)
    {
        var ofPerson = ofAccount != 0 ? ofAccount : ofOwner;
        return ofPerson != 0 ? ofPerson : ofMarket;
    }

    private static long Tighter(long ofOwner, long ofMarket) =>
        ofOwner == 0 || ofMarket == 0 ? Math.Max(ofOwner, ofMarket) : Math.Min(ofOwner, ofMarket);
}
