namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What may leave the venue per hour (K2).</summary>
internal sealed record WithdrawalLimitsDto(
    uint AssetId,
    uint HourlyShareBp,
    string HourlyAmount,
    string SmallAmount,
    uint OutageGateSeconds);
