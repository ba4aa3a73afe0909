using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>What lines about money mean when they do not say it, but for nonces, which are numbered.</summary>
internal static class MoneyDefaults
{
    public static SetRiskParameters Risk => new() { MarketId = 1 };

    public static SetRiskLimits Limits => new() { Scope = RiskScope.Account };

    public static SetCollateral Collateral => new() { AssetId = 2, BackedAssetId = 1 };

    public static SetCollateralPrice CollateralPrice => new() { AssetId = 2, Price = FixedPoint.One };

    public static FundTransfer Fund => new() { AssetId = 1 };

    public static SetMarginMode MarginMode => new() { MarketId = 1, Mode = Messages.MarginMode.Isolated };

    public static AdjustMargin Margin => new() { MarketId = 1 };

    public static Transfer Transfer => new() { AssetId = 1 };

    public static RequestWithdrawal Withdraw => new() { AssetId = 1, Recipient = ScenarioState.Token };

    public static WithdrawalUpdate Withdrawal => new() { WithdrawalId = 1 };

    public static SetWithdrawalLimits WithdrawalLimits => new() { AssetId = 1 };

    public static OracleUpdate Oracle => new() { MarketId = 1, Kind = OracleUpdateKind.Proposed };

    public static SetVenueState Venue => default;

    public static SetSessionKey SessionKey => new() { Action = SessionKeyAction.Grant };

    public static QueryMargin Query => new() { MarketId = 1 };

    public static OwnerAction OwnerAction => new() { ActionId = 1, ChainId = 31_337 };

    public static BustTrade Bust => new() { MatchId = 1, CaseId = 1 };
}
