using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// Money, margin and the venue's own parameters (docs/money.md): funds, fee tiers, collateral, limits, switches. Read
/// under the gate.
/// </summary>
internal sealed partial class VenueView
{
    private readonly Dictionary<Address, FeeTierChanged> _tiers = [];
    private readonly Dictionary<Address, RiskLimits> _ownerLimits = [];

    /// <summary>Balances of insurances, guarantee, fees and dust as last stated; market 0 = of the asset.</summary>
    public SortedDictionary<(uint AssetId, uint MarketId, FundKind Kind), Int128> Funds { get; } = [];

    /// <summary>F4; empty until an operator sets it.</summary>
    public SetFeeSchedule FeeSchedule { get; private set; }

    /// <summary>R4: by the asset that backs another.</summary>
    public SortedDictionary<uint, SetCollateral> Collateral { get; } = [];

    /// <summary>R4: ledger units of the backed asset per 1e8, and the engine time of the price.</summary>
    public Dictionary<uint, (Int128 Price, long TimeNs)> CollateralPrices { get; } = [];

    /// <summary>K2: by asset.</summary>
    public SortedDictionary<uint, SetWithdrawalLimits> WithdrawalLimits { get; } = [];

    public SetVenueState Switches { get; private set; }

    /// <summary>F4: the owner's tier and volume; null until they change.</summary>
    public FeeTierChanged? TierOf(Address owner) =>
        _tiers.TryGetValue(owner, out var tier) ? tier : null;

    /// <summary>R6; null until an operator sets them.</summary>
    public RiskLimits? LimitsOf(Address owner) =>
        _ownerLimits.TryGetValue(owner, out var limits) ? limits : null;

    /// <summary>Events of one account's money.</summary>
    private void ApplyMoney(EventFrame.Item item, in EventFrameHeader header)
    {
        switch (item.Type)
        {
            case EventType.BalanceChanged:
                ref readonly var balance = ref item.Body<BalanceChanged>();
                Advance(in balance.Account, balance.AccountSequence)!.Apply(in balance);
                break;
            case EventType.PositionClosed:
                ref readonly var closed = ref item.Body<PositionClosed>();
                Advance(in closed.Account, closed.AccountSequence)!.Apply(in closed);
                break;
            case EventType.PositionSettled:
                ref readonly var settled = ref item.Body<PositionSettled>();
                Advance(in settled.Account, settled.AccountSequence)!.Apply(in settled);
                break;
            case EventType.MarginCalled:
                ref readonly var called = ref item.Body<MarginCalled>();
                Advance(in called.Account, called.AccountSequence)!.Apply(in called);
                break;
            case EventType.LiquidationChanged:
                ref readonly var liquidation = ref item.Body<LiquidationChanged>();
                Advance(in liquidation.Account, liquidation.AccountSequence)!.Apply(in liquidation);
                break;
            case EventType.PositionRanked:
                ref readonly var ranked = ref item.Body<PositionRanked>();
                Advance(in ranked.Account, ranked.AccountSequence)!.Apply(in ranked);
                break;
            case EventType.PositionDebtChanged: // what changed it has the account's number
                ref readonly var debt = ref item.Body<PositionDebtChanged>();
                _accounts[debt.Account].Apply(in debt);
                break;
            case EventType.MarginModeChanged:
                ref readonly var mode = ref item.Body<MarginModeChanged>();
                Advance(in mode.Account, mode.AccountSequence)!.Apply(in mode);
                break;
            case EventType.WithdrawalChanged:
                ref readonly var withdrawal = ref item.Body<WithdrawalChanged>();
                Advance(in withdrawal.Request.Account, withdrawal.AccountSequence)!.Apply(in withdrawal);
                break;
            case EventType.ForcedExitChanged:
                ref readonly var exit = ref item.Body<ForcedExitChanged>();
                Advance(in exit.Account, exit.AccountSequence)!.Apply(in exit);
                break;
            default:
                ApplyParameters(item, in header);
                break;
        }
    }

    private void ApplyParameters(EventFrame.Item item, in EventFrameHeader header)
    {
        switch (item.Type)
        {
            case EventType.MarginReported: // an answer, nothing changed
            case EventType.OwnerActionTaken: // what it changed is told by other events
                break;
            case EventType.FundChanged:
                ref readonly var fund = ref item.Body<FundChanged>();
                Funds[(fund.AssetId, fund.MarketId, fund.Kind)] = fund.Balance;
                break;
            case EventType.FeeScheduleChanged:
                FeeSchedule = item.Body<FeeScheduleChanged>().Schedule;
                break;
            case EventType.FeeTierChanged:
                ref readonly var tier = ref item.Body<FeeTierChanged>();
                _tiers[tier.Owner] = tier;
                break;
            case EventType.RiskLimitsChanged:
                OnRiskLimits(in item.Body<RiskLimitsChanged>().Request);
                break;
            case EventType.CollateralChanged:
                ref readonly var collateral = ref item.Body<CollateralChanged>().Request;
                Collateral[collateral.AssetId] = collateral;
                break;
            case EventType.CollateralPriceChanged:
                ref readonly var price = ref item.Body<CollateralPriceChanged>().Request;
                CollateralPrices[price.AssetId] = (price.Price, header.TimestampNs);
                break;
            case EventType.WithdrawalLimitsChanged:
                ref readonly var limits = ref item.Body<WithdrawalLimitsChanged>().Request;
                WithdrawalLimits[limits.AssetId] = limits;
                break;
            case EventType.SessionKeyChanged:
                SessionKeys.Apply(in item.Body<SessionKeyChanged>(), in header);
                break;
            case EventType.VenueStateChanged:
                Switches = item.Body<VenueStateChanged>().State;
                break;
            default:
                ApplyQuotes(item, in header);
                break;
        }
    }

    private void OnRiskLimits(in SetRiskLimits request)
    {
        switch (request.Scope)
        {
            case RiskScope.Market:
                MarketOf(request.MarketId).Limits = request.Limits;
                break;
            case RiskScope.Owner:
                _ownerLimits[request.Account.Owner] = request.Limits;
                break;
            default:
                _accounts[request.Account].Limits = request.Limits;
                break;
        }
    }
}
