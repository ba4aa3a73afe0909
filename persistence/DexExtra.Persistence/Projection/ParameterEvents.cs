using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>What operators set, and owners' fee tiers: rows of parameter_changes, values as JSON. One thread.</summary>
internal sealed class ParameterEvents(AuditDetail detail)
{
    public AuditRow Apply(EventFrame.Item item, FrameStamp stamp, WriteBatch batch)
    {
        var (type, key) = Describe(item);
        ParameterRow.Encode(batch.Parameters, type, key, detail.Text, stamp);
        return new AuditRow { MarketId = key.MarketId };
    }

    /// <summary>Writes the detail too.</summary>
    private (ParameterType Type, ParameterKey Key) Describe(EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.FeeScheduleChanged:
                detail.Write(in item.Body<FeeScheduleChanged>());
                return (ParameterType.FeeScheduleChanged, default);
            case EventType.FeeTierChanged:
                ref readonly var tier = ref item.Body<FeeTierChanged>();
                detail.Write(in tier);
                return (ParameterType.FeeTierChanged, new(Account: new AccountId(tier.Owner, 0)));
            case EventType.RiskParametersChanged:
                ref readonly var risk = ref item.Body<RiskParametersChanged>();
                detail.Write(in risk);
                return (ParameterType.RiskParametersChanged, new(MarketId: risk.MarketId));
            case EventType.RiskLimitsChanged:
                ref readonly var limits = ref item.Body<RiskLimitsChanged>();
                detail.Write(in limits);
                return (ParameterType.RiskLimitsChanged, limits.Request.Scope == RiskScope.Market
                    ? new(MarketId: limits.Request.MarketId)
                    : new(Account: limits.Request.Account));
            case EventType.CollateralChanged:
                ref readonly var collateral = ref item.Body<CollateralChanged>();
                detail.Write(in collateral);
                return (ParameterType.CollateralChanged, new(AssetId: collateral.Request.AssetId));
            case EventType.CollateralPriceChanged:
                ref readonly var price = ref item.Body<CollateralPriceChanged>();
                detail.Write(in price);
                return (ParameterType.CollateralPriceChanged, new(AssetId: price.Request.AssetId));
            case EventType.WithdrawalLimitsChanged:
                ref readonly var withdrawals = ref item.Body<WithdrawalLimitsChanged>();
                detail.Write(in withdrawals);
                return (ParameterType.WithdrawalLimitsChanged, new(AssetId: withdrawals.Request.AssetId));
            default:
                detail.Write(in item.Body<VenueStateChanged>());
                return (ParameterType.VenueStateChanged, default);
        }
    }
}
