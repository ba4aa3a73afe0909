using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>Events of markets.</summary>
internal sealed partial class AuditDetail
{
    public void Write(in MarketCreated created)
    {
        ref readonly var market = ref created.Request;
        Begin();
        _json.WriteNumber("assetId", market.AssetId);
        _json.WriteString("metricId", market.MetricId.ToString());
        Money("tickSize", market.TickSize);
        Money("lotSize", market.LotSize);
        Money("multiplier", market.Multiplier);
        Money("tickValue", created.TickValue);
        _json.WriteNumber("floorTicks", market.FloorTicks);
        _json.WriteNumber("capTicks", market.CapTicks);
        Money("takerFeePerLot", market.TakerFeePerLot);
        Money("makerFeePerLot", market.MakerFeePerLot);
        Money("auctionFeePerLot", market.AuctionFeePerLot);
        _json.WriteString("initialState", Codes.Of(market.InitialState));
        _json.WriteNumber("maxOrderLots", market.MaxOrderLots);
        _json.WriteNumber("protectionTicks", market.ProtectionTicks);
        _json.WriteString("questionHash", market.QuestionHash.ToString());
        _json.WriteString("marginMode", Codes.Of(market.MarginMode));
        _json.WriteString("feeModel", Codes.Of(market.FeeModel));
        _json.WriteNumber("takerFeeRate", market.TakerFeeRate);
        _json.WriteNumber("makerFeeRate", market.MakerFeeRate);
        _json.WriteNumber("auctionFeeRate", market.AuctionFeeRate);
        Life(in market.Life);
        End();
    }

    public void Write(in OrderShown shown)
    {
        Begin();
        _json.WriteString("side", Codes.Of(shown.Side));
        _json.WriteNumber("priceTicks", shown.PriceTicks);
        _json.WriteNumber("shownLots", shown.ShownLots);
        End();
    }

    public void Write(in LevelChanged level)
    {
        Begin();
        _json.WriteNumber("marketSequence", level.MarketSequence);
        _json.WriteString("side", Codes.Of(level.Side));
        _json.WriteNumber("priceTicks", level.PriceTicks);
        _json.WriteNumber("quantityLots", level.QuantityLots);
        _json.WriteNumber("orderCount", level.OrderCount);
        End();
    }

    public void Write(in MarketStateChanged changed)
    {
        Begin();
        _json.WriteNumber("marketSequence", changed.MarketSequence);
        _json.WriteString("state", Codes.Of(changed.State));
        if (changed.AuctionId != 0)
        {
            _json.WriteString("auction", Codes.Of(changed.Auction));
            _json.WriteNumber("auctionId", changed.AuctionId);
            _json.WriteNumber("earliestEndNs", changed.EarliestEndNs);
        }

        End();
    }

    public void Write(in AuctionIndicated indicated)
    {
        Begin();
        _json.WriteNumber("marketSequence", indicated.MarketSequence);
        _json.WriteNumber("auctionId", indicated.AuctionId);
        PriceIf(indicated.HasPrice, indicated.PriceTicks);
        _json.WriteNumber("volumeLots", indicated.VolumeLots);
        if (indicated.SurplusSide != 0)
        {
            _json.WriteString("surplusSide", Codes.Of(indicated.SurplusSide));
        }

        _json.WriteNumber("surplusLots", indicated.SurplusLots);
        End();
    }

    public void Write(in AuctionUncrossed uncrossed)
    {
        Begin();
        _json.WriteNumber("marketSequence", uncrossed.MarketSequence);
        _json.WriteNumber("auctionId", uncrossed.AuctionId);
        PriceIf(uncrossed.HasPrice, uncrossed.PriceTicks);
        _json.WriteNumber("volumeLots", uncrossed.VolumeLots);
        _json.WriteNumber("preventedLots", uncrossed.PreventedLots);
        End();
    }

    /// <summary>Mark and index prices.</summary>
    public void WritePrice(ulong marketSequence, long priceTicks)
    {
        Begin();
        _json.WriteNumber("marketSequence", marketSequence);
        _json.WriteNumber("priceTicks", priceTicks);
        End();
    }

    public void Write(in TradingRulesChanged changed)
    {
        Begin();
        _json.WriteNumber("marketSequence", changed.MarketSequence);
        TradingRulesJson.Write(_json, in changed.Rules);
        End();
    }

    private void Life(in MarketLife life)
    {
        _json.WriteNumber("terminationSeconds", life.TerminationSeconds);
        _json.WriteNumber("observationStartSeconds", life.ObservationStartSeconds);
        _json.WriteNumber("observationEndSeconds", life.ObservationEndSeconds);
        _json.WriteNumber("fallbackDeadlineSeconds", life.FallbackDeadlineSeconds);
        Money("settlementFeePerLot", life.SettlementFeePerLot);
        _json.WriteString("oracle", life.Oracle.ToString());
        _json.WriteNumber("publicationDelaySeconds", life.PublicationDelaySeconds);
        _json.WriteNumber("fallbackWindowSeconds", life.FallbackWindowSeconds);
        _json.WriteString("outOfRange", Codes.Of(life.OutOfRange));
        _json.WriteString("fallback", Codes.Of(life.Fallback));
    }

    private void PriceIf(byte hasPrice, long priceTicks)
    {
        if (hasPrice != 0)
        {
            _json.WriteNumber("priceTicks", priceTicks);
        }
    }
}
