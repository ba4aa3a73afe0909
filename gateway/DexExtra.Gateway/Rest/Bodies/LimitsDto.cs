namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Risk limits (R6, R7); 0 = none; money as decimal text, lots as integer text.</summary>
internal sealed record LimitsDto(
    string MaxOrderValue,
    string ConfirmValue,
    string MaxDailyLoss,
    string MaxPositionLots,
    string MaxOpenInterestLots,
    uint MaxOpenOrders,
    uint MaxStops,
    uint FatFingerFactor);
