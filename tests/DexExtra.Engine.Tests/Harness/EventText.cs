using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>One line of text per event, so that a test compares a whole frame and reads like the rulebook.</summary>
public static class EventText
{
    public static string[] Describe(ReadOnlySpan<byte> frame)
    {
        var lines = new List<string>();
        foreach (var item in new EventFrame(frame))
        {
            lines.Add(Describe(item));
        }

        return [.. lines];
    }

    private static string Describe(EventFrame.Item item) => item.Type switch
    {
        EventType.AssetListed => Text($"asset {item.Body<ListAsset>().AssetId} listed"),
        EventType.MarketCreated => Of(item.Body<MarketCreated>()),
        EventType.OrderAccepted => Of(item.Body<OrderAccepted>()),
        EventType.OrderRejected => Of(item.Body<OrderRejected>()),
        EventType.OrderStatusReported => Of(item.Body<OrderStatusReported>()),
        EventType.Traded => Of(item.Body<Traded>()),
        EventType.OrderCancelled => Of(item.Body<OrderCancelled>()),
        EventType.CancelRejected => Of(item.Body<CancelRejected>()),
        EventType.LevelChanged => Of(item.Body<LevelChanged>()),
        EventType.DepositCredited => Of(item.Body<DepositCredited>()),
        EventType.SettlementChanged => Of(item.Body<SettlementUpdate>()),
        EventType.CommandRejected => Of(item.Body<CommandRejected>()),
        EventType.PreventedMatch => Of(item.Body<PreventedMatch>()),
        EventType.OrderReduced => Of(item.Body<OrderReduced>()),
        _ => throw new InvalidOperationException($"unknown event {item.Type}"),
    };

    private static string Of(in MarketCreated e) =>
        Text($"market {e.Request.MarketId} created, tick value {e.TickValue}");

    private static string Of(in OrderAccepted e) =>
        Text($"{Who(e.Request.Order.Account, e.AccountSequence)} accepted {e.OrderId}{At(in e)}, hold {e.Hold}, ")
        + Money(e.Available, e.Held);

    /// <summary>Said only where it is not the signed price.</summary>
    private static string At(in OrderAccepted e) =>
        e.EffectivePriceTicks == e.Request.PriceTicks ? string.Empty : Text($" at {e.EffectivePriceTicks}");

    private static string Of(in OrderRejected e) =>
        Text($"{Who(e.Request.Order.Account, e.AccountSequence)} rejected {Codes.Of(e.Reason)}");

    private static string Of(in OrderStatusReported e) =>
        Text($"{Who(e.Account, e.AccountSequence)} order {e.OrderId} is {Codes.Of(e.Status)}{Reasons(in e)} ")
        + Text($"{e.CumulativeLots}/{e.QuantityLots} open {e.LeavesLots}");

    private static string Of(in Traded e) =>
        Text($"trade {e.MatchId} #{e.MarketSequence} {e.Aggressor} {e.QuantityLots}@{e.PriceTicks}, ")
        + Text($"pool {e.Pool}; buy {Of(in e.Buy)}; sell {Of(in e.Sell)}");

    private static string Of(in TradeSide s) =>
        Text($"{Who(s.Account, s.AccountSequence)} {s.OrderId} cum {s.CumulativeLots} leaves {s.LeavesLots} ")
        + Text($"fee {s.Fee} cash {s.CashDelta} {Money(s.Available, s.Held)} ")
        + Text($"pos {s.PositionLots} cost {s.PositionCost} pnl {s.RealisedPnl}");

    private static string Of(in OrderCancelled e) =>
        Text($"{Who(e.Account, e.AccountSequence)} {Codes.Of(e.Status)} {e.OrderId} {Codes.Of(e.Reason)} ")
        + Text($"{e.CancelledLots} after {e.CumulativeLots}, released {e.Released}, ")
        + Money(e.Available, e.Held);

    private static string Of(in CancelRejected e) =>
        Text($"{Who(e.Account, e.AccountSequence)} cancel of {e.OrderId} rejected {Codes.Of(e.Reason)}");

    private static string Of(in LevelChanged e) =>
        Text($"level {e.MarketId} #{e.MarketSequence} {e.Side} {e.PriceTicks}: {e.QuantityLots} in {e.OrderCount}");

    private static string Of(in DepositCredited e) =>
        Text($"{Who(e.Request.Account, e.AccountSequence)} credited {e.Request.Amount}, has {e.Available}+{e.Held}");

    private static string Of(in SettlementUpdate e) =>
        Text($"matches {e.FirstMatchId}-{e.LastMatchId} {Codes.Of(e.State)}");

    private static string Of(in CommandRejected e) =>
        Text($"{e.CommandType} {e.Reference} rejected {Codes.Of(e.Reason)}");

    private static string Of(in PreventedMatch e) =>
        Text($"prevented {Codes.Of(e.Mode)} {e.MarketId} {e.Aggressor} {e.QuantityLots}@{e.PriceTicks}, ")
        + Text($"taker {Who(e.Taker.Account, e.Taker.AccountSequence)} {e.Taker.OrderId}, ")
        + Text($"maker {Who(e.Maker.Account, e.Maker.AccountSequence)} {e.Maker.OrderId}");

    private static string Of(in OrderReduced e) =>
        Text($"{Who(e.Account, e.AccountSequence)} reduced {e.OrderId} {Codes.Of(e.Reason)} by {e.ReducedLots} ")
        + Text($"to {e.LeavesLots} after {e.CumulativeLots}, released {e.Released}, {Money(e.Available, e.Held)}");

    private static string Reasons(in OrderStatusReported e) =>
        (e.RejectReason == RejectReason.None ? string.Empty : " " + Codes.Of(e.RejectReason))
        + (e.CancelReason == default ? string.Empty : " " + Codes.Of(e.CancelReason));

    private static string Money(Int128 available, Int128 held) => Text($"has {available}+{held}");

    private static string Who(in AccountId account, ulong sequence) => Text($"{Traders.NameOf(in account)}.{sequence}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
