using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>The lines of <see cref="EventText"/> for fees, positions that ended, and custody (docs/money.md).</summary>
public static class MoneyText
{
    public static string? Describe(EventFrame.Item item) => item.Type switch
    {
        EventType.PositionClosed => Of(item.Body<PositionClosed>()),
        EventType.BalanceChanged => Of(item.Body<BalanceChanged>()),
        EventType.FundChanged => Of(item.Body<FundChanged>()),
        EventType.FeeScheduleChanged => Text($"{item.Body<FeeScheduleChanged>().Schedule.Count} fee tiers"),
        EventType.FeeTierChanged => Of(item.Body<FeeTierChanged>()),
        EventType.WithdrawalChanged => Of(item.Body<WithdrawalChanged>()),
        EventType.WithdrawalLimitsChanged =>
            Text($"withdrawal limits of {item.Body<WithdrawalLimitsChanged>().Request.AssetId} changed"),
        _ => null,
    };

    private static string Of(in PositionClosed e) => e.End == PositionEnd.Settlement
        ? Text($"{Who(e.Account, e.AccountSequence)} closed {e.MarketId} by {e.End}: pnl {e.RealisedPnl} {e.Outcome}")
        : Life(in e);

    private static string Life(in PositionClosed e) =>
        Text($"{Who(e.Account, e.AccountSequence)} closed {e.Lots} of {e.MarketId} by {Codes.Of(e.End)}, ")
        + Text($"in {e.EntryTickLots} out {e.ExitTickLots}, pnl {e.RealisedPnl} fees {e.Fees} {Codes.Of(e.Outcome)}");

    private static string Of(in BalanceChanged e) =>
        Text($"{Who(e.Account, e.AccountSequence)} {Codes.Of(e.Kind)} {e.Amount}, has {e.Available}+{e.Held}")
        + (e.Owed == 0 ? string.Empty : Text($" owes {-e.Owed}"))
        + (e.MarketId == 0 ? string.Empty : Text($" bucket {e.Margin} in {e.MarketId}"));

    private static string Of(in FundChanged e) =>
        Text($"{Codes.Of(e.Kind)} {Codes.Of(e.Cause)} {e.Amount}, has {e.Balance}")
        + (e.MarketId == 0 ? string.Empty : Text($" in {e.MarketId}"));

    private static string Of(in FeeTierChanged e) =>
        Text($"{Traders.NameOf(new AccountId(e.Owner, 0))} in tier {e.Tier} by {e.Volume}");

    private static string Of(in WithdrawalChanged e) =>
        Text($"{Who(e.Request.Account, e.AccountSequence)} withdrawal {e.WithdrawalId} of {e.Request.Amount} ")
        + Text($"{Codes.Of(e.State)}, has {e.Available}+{e.Held}")
        + (e.Owed == 0 ? string.Empty : Text($" owes {-e.Owed}"));

    private static string Who(in AccountId account, ulong sequence) => Text($"{Traders.NameOf(in account)}.{sequence}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
