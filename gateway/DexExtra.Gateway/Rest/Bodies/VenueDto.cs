namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Switches of the venue, collateral and limits of withdrawals.</summary>
internal sealed record VenueDto(
    bool HaltTrading,
    bool FreezeWithdrawals,
    bool LowSpace,
    IReadOnlyList<CollateralDto> Collateral,
    IReadOnlyList<WithdrawalLimitsDto> WithdrawalLimits,
    string Sequence);
