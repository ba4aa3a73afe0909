using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// The events of margin calls and liquidations as short lines, without numbers of sequences: who, what, how much.
/// </summary>
public static class LiquidationText
{
    /// <summary>The lines of a frame that are about money, trades and cancels; books and marks are left out.</summary>
    public static string[] Lines(ReadOnlySpan<byte> frame)
    {
        var lines = new List<string>();
        foreach (var item in new EventFrame(frame))
        {
            var line = item.Type switch
            {
                EventType.Traded => Of(item.Body<Traded>()),
                EventType.OrderCancelled => Of(item.Body<OrderCancelled>()),
                _ => Describe(item),
            };
            if (line is not null)
            {
                lines.Add(line);
            }
        }

        return [.. lines];
    }

    /// <summary>Null for events that are not about margin calls and liquidations.</summary>
    public static string? Describe(EventFrame.Item item) => item.Type switch
    {
        EventType.MarginCalled => Of(item.Body<MarginCalled>()),
        EventType.LiquidationChanged => Of(item.Body<LiquidationChanged>()),
        EventType.PositionRanked => Of(item.Body<PositionRanked>()),
        EventType.PositionDebtChanged => Of(item.Body<PositionDebtChanged>()),
        EventType.BalanceChanged => Of(item.Body<BalanceChanged>()),
        EventType.FundChanged => Of(item.Body<FundChanged>()),
        EventType.PositionClosed => Of(item.Body<PositionClosed>()),
        _ => null,
    };

    private static string Of(in MarginCalled e) =>
        Text($"{Traders.NameOf(in e.Account)} {e.Before} -> {e.Level}{In(e.MarketId)}: ")
        + Text($"{e.Equity} of {e.MaintenanceMargin}/{e.InitialMargin}");

    private static string Of(in LiquidationChanged e) =>
        Text($"{Traders.NameOf(in e.Account)} {e.Stage}{In(e.MarketId)}")
        + (e.Stage is not (LiquidationStage.Reducing or LiquidationStage.Insured or LiquidationStage.Deleveraging)
            ? string.Empty
            : Text($" {e.Lots} to {e.LimitTicks}, bankrupt {e.BankruptcyTicks}, paid {e.InsurancePaid}, fee {e.Fee}"))
        + (e is { Stage: LiquidationStage.Socialising, IsSharing: 1 } ? " goes on" : string.Empty)
        + Text($": {e.Equity} of {e.MaintenanceMargin}");

    private static string Of(in PositionRanked e) =>
        Text($"{Traders.NameOf(in e.Account)} ranked {e.Quantile}");

    private static string Of(in PositionDebtChanged e) =>
        Text($"{Traders.NameOf(in e.Account)} owes {-e.Debt} in {e.MarketId}, {-e.Change} more");

    private static string Of(in BalanceChanged e) =>
        Text($"{Traders.NameOf(in e.Account)} {e.Kind} {e.Amount} of {e.AssetId}: has {e.Available}")
        + (e.Owed == 0 ? string.Empty : Text($", owes {-e.Owed}"))
        + (e.Margin == 0 ? string.Empty : Text($", bucket {e.Margin}"));

    private static string Of(in FundChanged e) =>
        Text($"{e.Kind}{In(e.MarketId)} {e.Cause} {e.Amount} of {e.AssetId}: has {e.Balance}");

    private static string Of(in PositionClosed e) =>
        Text($"{Traders.NameOf(in e.Account)} closed by {e.End}: {e.RealisedPnl} {e.Outcome}");

    private static string Of(in Traded e) =>
        Text($"{e.Flags} {e.QuantityLots}@{e.PriceTicks}: {Of(in e.Buy)} buys, {Of(in e.Sell)} sells");

    private static string Of(in TradeSide e) => Text($"{Traders.NameOf(in e.Account)} ({e.RealisedPnl})");

    private static string Of(in OrderCancelled e) =>
        Text($"{Traders.NameOf(in e.Account)} loses order {e.OrderId}: {Codes.Of(e.Reason)}");

    private static string In(uint market) => market == 0 ? string.Empty : Text($" in {market}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
