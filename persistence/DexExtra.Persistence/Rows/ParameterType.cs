namespace DexExtra.Persistence.Rows;

/// <summary>The events that are rows of parameter_changes, by their own names.</summary>
internal enum ParameterType
{
    FeeScheduleChanged = 1,
    FeeTierChanged = 2,
    RiskParametersChanged = 3,
    RiskLimitsChanged = 4,
    CollateralChanged = 5,
    CollateralPriceChanged = 6,
    WithdrawalLimitsChanged = 7,
    VenueStateChanged = 8,
}
