using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Terms that reckoning needs, as they are published: assets, markets, rules, risk, prices, states.</summary>
public sealed partial class SlowLedger
{
    private void ApplyTerms(EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.AssetListed:
                var listing = item.Body<ListAsset>();
                Assets.Add(listing.AssetId, new SlowAsset(listing));
                break;
            case EventType.MarketCreated:
                OnCreated(in item.Body<MarketCreated>());
                break;
            case EventType.MarketStateChanged:
                OnState(in item.Body<MarketStateChanged>());
                break;
            case EventType.MarkPriceChanged:
                OnMark(in item.Body<MarkPriceChanged>());
                break;
            case EventType.IndexPriceChanged:
                Market(item.Body<IndexPriceChanged>().MarketId).IndexTicks = item.Body<IndexPriceChanged>().PriceTicks;
                break;
            case EventType.TradingRulesChanged:
                Market(item.Body<TradingRulesChanged>().MarketId).Rules = item.Body<TradingRulesChanged>().Rules;
                break;
            case EventType.RiskParametersChanged:
                Market(item.Body<RiskParametersChanged>().MarketId).Risk = item.Body<RiskParametersChanged>().Parameters;
                break;
            case EventType.RiskLimitsChanged:
                OnRiskLimits(item.Body<RiskLimitsChanged>().Request);
                break;
            case EventType.WithdrawalLimitsChanged:
                var limits = item.Body<WithdrawalLimitsChanged>().Request;
                Asset(limits.AssetId).WithdrawalLimits = limits;
                break;
            case EventType.VenueStateChanged:
                _venue = item.Body<VenueStateChanged>().State;
                break;
            case EventType.FeeScheduleChanged:
                _schedule = item.Body<FeeScheduleChanged>().Schedule;
                _scheduleNumber++;
                break;
            case EventType.CollateralChanged:
                OnCollateral(item.Body<CollateralChanged>().Request);
                break;
            case EventType.CollateralPriceChanged:
                var price = item.Body<CollateralPriceChanged>().Request;
                (Asset(price.AssetId).Price, Asset(price.AssetId).PriceNs) = (price.Price, _nowNs);
                break;
            default:
                break;
        }
    }

    /// <summary>Q1: the tick value is tick size × lot size × multiplier, exactly.</summary>
    private void OnCreated(in MarketCreated created)
    {
        var terms = created.Request;
        var value = (System.Numerics.BigInteger)terms.TickSize * terms.LotSize * terms.Multiplier;
        var scale = (System.Numerics.BigInteger)FixedPoint.One * FixedPoint.One;
        That(value == scale * created.TickValue, "the tick value is not tick size × lot size × multiplier (Q1)");
        var market = new SlowMarket(terms, created.TickValue, Asset(terms.AssetId));
        Markets.Add(terms.MarketId, market);
        if (market.IsMargin)
        {
            _reckoned.Add(market);
        }
    }

    private void OnCollateral(in SetCollateral terms)
    {
        var asset = Asset(terms.AssetId);
        var backed = Asset(terms.BackedAssetId);
        asset.Collateral = terms;
        if (!backed.BackedBy.Contains(asset))
        {
            backed.BackedBy.Add(asset);
        }
    }
}
