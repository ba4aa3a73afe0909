namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Balances and positions at one command log position.</summary>
internal sealed record AccountDto(
    string Account,
    uint Subaccount,
    string Sequence,
    string AccountSequence,
    bool Locked,
    bool OwnerLocked,
    IReadOnlyList<BalanceDto> Balances,
    IReadOnlyList<PositionDto> Positions,
    IReadOnlyList<MarginDto> Margins,
    LimitsDto? Limits,
    LimitsDto? OwnerLimits,
    int FeeTier);
