namespace DexExtra.Engine.Reference.Money;

/// <summary>How often each action is drawn, of about 4,000; profiles change the rare ones.</summary>
internal static class MoneyWeights
{
    public static readonly (MoneyAction Action, int Weight)[] All =
    [
        (MoneyAction.Order, 1_400),
        (MoneyAction.Quote, 1_000),
        (MoneyAction.AnyOrder, 250),
        (MoneyAction.List, 40),
        (MoneyAction.Cancel, 300),
        (MoneyAction.Amend, 60),
        (MoneyAction.MassCancel, 4),
        (MoneyAction.Unlock, 4),
        (MoneyAction.Index, 200),
        (MoneyAction.Deposit, 30),
        (MoneyAction.Withdraw, 30),
        (MoneyAction.WithdrawalUpdate, 60),
        (MoneyAction.Transfer, 25),
        (MoneyAction.Adjust, 30),
        (MoneyAction.Mode, 15),
        (MoneyAction.Fund, 6),
        (MoneyAction.Collateral, 2),
        (MoneyAction.CollateralPrice, 10),
        (MoneyAction.Risk, 5),
        (MoneyAction.RiskLimits, 4),
        (MoneyAction.Query, 40),
        (MoneyAction.State, 6),
        (MoneyAction.Auction, 6),
        (MoneyAction.Rules, 4),
        (MoneyAction.Create, 6),
        (MoneyAction.Block, 15),
        (MoneyAction.Bust, 15),
        (MoneyAction.Venue, 2),
        (MoneyAction.FeeSchedule, 1),
        (MoneyAction.WithdrawalLimits, 2),
        (MoneyAction.Tick, 40),
        (MoneyAction.Pause, 2),
    ];
}
