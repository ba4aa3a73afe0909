namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>How a market was paid out (M9); money as decimal text.</summary>
internal sealed record PayoutDto(
    string SettlementPrice,
    string SettlementTicks,
    string OpenInterestLots,
    string Gains,
    string Losses,
    string InsurancePaid,
    string Socialised,
    string FeesReturned,
    bool Fallback);
