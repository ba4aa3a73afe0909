using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>Parameters that operators set, and fee tiers.</summary>
internal sealed partial class AuditDetail
{
    public void Write(in FeeScheduleChanged changed)
    {
        Begin();
        Tiers(in changed.Schedule);
        End();
    }

    public void Write(in FeeTierChanged changed)
    {
        Begin();
        _json.WriteString("owner", changed.Owner.ToString());
        _json.WriteNumber("tier", changed.Tier);
        Money("volume", changed.Volume);
        End();
    }

    public void Write(in RiskParametersChanged changed)
    {
        Begin();
        _json.WriteNumber("marketSequence", changed.MarketSequence);
        _json.WriteNumber("minScanTicks", changed.Parameters.MinScanTicks);
        _json.WriteNumber("jumpTicks", changed.Parameters.JumpTicks);
        _json.WriteNumber("concentrationBaseLots", changed.Parameters.ConcentrationBaseLots);
        _json.WriteNumber("openInterestBaseLots", changed.Parameters.OpenInterestBaseLots);
        _json.WriteNumber("minLiquidationLots", changed.Parameters.MinLiquidationLots);
        _json.WriteNumber("noCancelTicks", changed.Parameters.NoCancelTicks);
        _json.WriteNumber("minBlockLots", changed.Parameters.MinBlockLots);
        _json.WriteNumber("scanVolatility", changed.Parameters.ScanVolatility);
        _json.WriteNumber("maintenanceBp", changed.Parameters.MaintenanceBp);
        _json.WriteNumber("concentrationBp", changed.Parameters.ConcentrationBp);
        _json.WriteNumber("concentrationFreeBp", changed.Parameters.ConcentrationFreeBp);
        _json.WriteNumber("openInterestBp", changed.Parameters.OpenInterestBp);
        _json.WriteNumber("rampSeconds", changed.Parameters.RampSeconds);
        _json.WriteNumber("profitShareBp", changed.Parameters.ProfitShareBp);
        _json.WriteNumber("stepBp", changed.Parameters.StepBp);
        _json.WriteNumber("depthBp", changed.Parameters.DepthBp);
        _json.WriteNumber("pauseSeconds", changed.Parameters.PauseSeconds);
        _json.WriteNumber("maxSteps", changed.Parameters.MaxSteps);
        _json.WriteNumber("liquidationFeeBp", changed.Parameters.LiquidationFeeBp);
        _json.WriteNumber("insuranceWaitSeconds", changed.Parameters.InsuranceWaitSeconds);
        End();
    }

    public void Write(in RiskLimitsChanged changed)
    {
        Begin();
        AccountOf("account", in changed.Request.Account);
        _json.WriteNumber("marketId", changed.Request.MarketId);
        _json.WriteString("scope", Codes.Of(changed.Request.Scope));
        Money("maxOrderValue", changed.Request.Limits.MaxOrderValue);
        Money("confirmValue", changed.Request.Limits.ConfirmValue);
        Money("maxDailyLoss", changed.Request.Limits.MaxDailyLoss);
        _json.WriteNumber("maxPositionLots", changed.Request.Limits.MaxPositionLots);
        _json.WriteNumber("maxOpenInterestLots", changed.Request.Limits.MaxOpenInterestLots);
        _json.WriteNumber("maxOpenOrders", changed.Request.Limits.MaxOpenOrders);
        _json.WriteNumber("maxStops", changed.Request.Limits.MaxStops);
        _json.WriteNumber("fatFingerFactor", changed.Request.Limits.FatFingerFactor);
        End();
    }

    public void Write(in CollateralChanged changed)
    {
        Begin();
        _json.WriteNumber("assetId", changed.Request.AssetId);
        _json.WriteNumber("backedAssetId", changed.Request.BackedAssetId);
        _json.WriteNumber("haircutBp", changed.Request.HaircutBp);
        _json.WriteNumber("maxAgeSeconds", changed.Request.MaxAgeSeconds);
        Money("cap", changed.Request.Cap);
        End();
    }

    public void Write(in CollateralPriceChanged changed)
    {
        Begin();
        _json.WriteNumber("assetId", changed.Request.AssetId);
        Money("price", changed.Request.Price);
        End();
    }

    public void Write(in WithdrawalLimitsChanged changed)
    {
        Begin();
        _json.WriteNumber("assetId", changed.Request.AssetId);
        _json.WriteNumber("hourlyShareBp", changed.Request.HourlyShareBp);
        Money("hourlyAmount", changed.Request.HourlyAmount);
        Money("smallAmount", changed.Request.SmallAmount);
        _json.WriteNumber("outageGateSeconds", changed.Request.OutageGateSeconds);
        End();
    }

    public void Write(in VenueStateChanged changed)
    {
        Begin();
        _json.WriteBoolean("haltTrading", changed.State.HaltTrading != 0);
        _json.WriteBoolean("freezeWithdrawals", changed.State.FreezeWithdrawals != 0);
        _json.WriteBoolean("lowSpace", changed.State.LowSpace != LowSpaceSwitch.None);
        End();
    }

    private void Tiers(in SetFeeSchedule schedule)
    {
        _json.WriteStartArray("tiers");
        for (var index = 0; index < schedule.Count; index++)
        {
            _json.WriteStartObject();
            Money("minVolume", schedule.Tiers[index].MinVolume);
            _json.WriteNumber("takerDiscountBp", schedule.Tiers[index].TakerDiscountBp);
            _json.WriteNumber("makerDiscountBp", schedule.Tiers[index].MakerDiscountBp);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
