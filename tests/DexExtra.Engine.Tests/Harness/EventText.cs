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
        _ => DescribeRest(item),
    };

    private static string DescribeRest(EventFrame.Item item) => item.Type switch
    {
        EventType.OrderTriggered => Of(item.Body<OrderTriggered>()),
        EventType.OrderActivated => Of(item.Body<OrderActivated>()),
        EventType.OrderRepriced => Of(item.Body<OrderRepriced>()),
        EventType.OrderShown => Of(item.Body<OrderShown>()),
        EventType.OrderAmended => Of(item.Body<OrderAmended>()),
        EventType.OrderReplaced => Of(item.Body<OrderReplaced>()),
        EventType.AmendRejected => Of(item.Body<AmendRejected>()),
        EventType.MassCancelled => Of(item.Body<MassCancelled>()),
        EventType.AccountLockChanged => Of(item.Body<AccountLockChanged>()),
        EventType.MarketStateChanged => Of(item.Body<MarketStateChanged>()),
        EventType.AuctionIndicated => Of(item.Body<AuctionIndicated>()),
        EventType.AuctionUncrossed => Of(item.Body<AuctionUncrossed>()),
        EventType.MarkPriceChanged => Of(item.Body<MarkPriceChanged>()),
        EventType.IndexPriceChanged => Of(item.Body<IndexPriceChanged>()),
        EventType.TradingRulesChanged => Of(item.Body<TradingRulesChanged>()),
        _ => LifeEventText.Describe(item) ?? MoneyText.Describe(item) ?? LiquidationText.Describe(item)
            ?? MarginEventText.Describe(item),
    };

    private static string Of(in MarketCreated e) =>
        Text($"market {e.Request.MarketId} created, tick value {e.TickValue}");

    private static string Of(in OrderAccepted e) =>
        Text($"{Who(e.Request.Order.Account, e.AccountSequence)} accepted {e.OrderId}{At(in e)}{Place(in e)}, hold {e.Hold}, ")
        + Money(e.Available, e.Held);

    /// <summary>Said only where it is not the signed price.</summary>
    private static string At(in OrderAccepted e) =>
        e.EffectivePriceTicks == e.Request.PriceTicks ? string.Empty : Text($" at {e.EffectivePriceTicks}");

    /// <summary>Said only where it waits or belongs to a list.</summary>
    private static string Place(in OrderAccepted e) =>
        (e.Status == OrderStatus.New ? string.Empty : " " + Codes.Of(e.Status))
        + (e.LegCount == 0 ? string.Empty : Text($" leg {e.LegIndex} of {e.LegCount} {Codes.Of(e.ListKind)} {e.ListId}"));

    private static string Of(in OrderRejected e) =>
        Text($"{Who(e.Request.Order.Account, e.AccountSequence)} rejected {Codes.Of(e.Reason)}");

    private static string Of(in OrderStatusReported e) =>
        Text($"{Who(e.Account, e.AccountSequence)} order {e.OrderId} is {Codes.Of(e.Status)}{Reasons(in e)} ")
        + Text($"{e.CumulativeLots}/{e.QuantityLots} open {e.LeavesLots}");

    private static string Of(in Traded e) =>
        Text($"trade {e.MatchId} #{e.MarketSequence} {How(in e)} {e.QuantityLots}@{e.PriceTicks}, ")
        + Text($"pool {e.Pool}; buy {Of(in e.Buy)}; sell {Of(in e.Sell)}");

    private static string How(in Traded e) =>
        (e.Flags & TradeFlags.Auction) != 0 ? Text($"auction {e.AuctionId}")
        : (e.Flags & TradeFlags.Bust) != 0 ? Text($"bust of {e.BustedMatchId}")
        : (e.Flags & TradeFlags.Block) != 0 ? "block"
        : e.Aggressor.ToString();

    private static string Of(in TradeSide s) =>
        Text($"{Who(s.Account, s.AccountSequence)} {s.OrderId} cum {s.CumulativeLots} leaves {s.LeavesLots} ")
        + Text($"fee {s.Fee} cash {s.CashDelta} {Money(s.Available, s.Held)} ")
        + Text($"pos {s.PositionLots} cost {s.PositionCost} pnl {s.RealisedPnl}{Margin(in s)}");

    /// <summary>Said only where there is one.</summary>
    private static string Margin(in TradeSide s) =>
        (s.Owed == 0 ? string.Empty : Text($" owes {-s.Owed}"))
        + (s.Margin == 0 ? string.Empty : Text($" bucket {s.Margin}"));

    private static string Of(in OrderCancelled e) =>
        Text($"{Who(e.Account, e.AccountSequence)} {Codes.Of(e.Status)} {e.OrderId} {Codes.Of(e.Reason)}{Detail(in e)} ")
        + Text($"{e.CancelledLots} after {e.CumulativeLots}, released {e.Released}, ")
        + Money(e.Available, e.Held);

    private static string Detail(in OrderCancelled e) =>
        e.Detail == RejectReason.None ? string.Empty : " " + Codes.Of(e.Detail);

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

    private static string Of(in OrderTriggered e) =>
        Text($"{Who(e.Account, e.AccountSequence)} triggered {e.OrderId} by {Source(e.Source)} {e.SourceTicks} ")
        + Text($"at {e.TriggerTicks}, price {e.EffectivePriceTicks}, open {e.LeavesLots}");

    /// <summary>T10: without a source its expiry fired it.</summary>
    private static string Source(TriggerSource source) => source == 0 ? "EXPIRY" : Codes.Of(source);

    private static string Of(in OrderActivated e) =>
        Text($"{Who(e.Account, e.AccountSequence)} activated {e.OrderId} {Codes.Of(e.Status)} by {e.ActivatedLots} ")
        + Text($"to {e.LeavesLots}, parent {e.ParentOrderId}");

    private static string Of(in OrderRepriced e) =>
        Text($"{Who(e.Account, e.AccountSequence)} repriced {e.OrderId} ")
        + (e.IsParked == 1 ? "parked" : Text($"to {e.PriceTicks}"));

    private static string Of(in OrderShown e) =>
        Text($"shown {e.OrderId} in {e.MarketId} {e.Side} {e.ShownLots}@{e.PriceTicks}");

    private static string Of(in OrderAmended e) =>
        Text($"{Who(e.Account, e.AccountSequence)} amended {e.OrderId} to {e.QuantityLots}@{e.PriceTicks}{Shown(in e)}, ")
        + Text($"expiry {e.ExpirySeconds}, version {e.Version}, open {e.LeavesLots} after {e.CumulativeLots}, ")
        + Text($"{(e.KeepsPriority == 1 ? "keeps" : "loses")} its place, hold {e.Hold}, {Money(e.Available, e.Held)}");

    /// <summary>Said only of icebergs.</summary>
    private static string Shown(in OrderAmended e) =>
        e.DisplayLots == 0 ? string.Empty : Text($" showing {e.DisplayLots}");

    private static string Of(in OrderReplaced e) =>
        Text($"{Traders.NameOf(in e.Request.Order.Account)} replaced {e.OrderId} by version {e.Request.Order.Version}");

    private static string Of(in AmendRejected e) =>
        Text($"{Who(e.Account, e.AccountSequence)} amend of {e.OrderId} rejected {Codes.Of(e.Reason)}");

    private static string Of(in MassCancelled e) =>
        Text($"{Who(e.Account, e.AccountSequence)} mass cancelled {e.CancelledOrders} in {e.FirstSequence}-{e.LastSequence}");

    private static string Of(in AccountLockChanged e) =>
        Text($"{Who(e.Account, e.AccountSequence)} {(e.IsLocked == 1 ? "locked" : "unlocked")}")
        + (e.AllSubaccounts == 1 ? " with all subaccounts" : string.Empty);

    private static string Of(in MarketStateChanged e) =>
        Text($"market {e.MarketId} #{e.MarketSequence} {Codes.Of(e.State)} by {Codes.Of(e.Cause)}")
        + (e.Auction == AuctionKind.None
            ? string.Empty
            : Text($", {Codes.Of(e.Auction)} call {e.AuctionId} until {e.EarliestEndNs}"));

    private static string Of(in AuctionIndicated e) =>
        Text($"indicative {e.MarketId} #{e.MarketSequence} call {e.AuctionId} ")
        + (e.HasPrice == 1 ? Text($"{e.VolumeLots}@{e.PriceTicks}") : "no price")
        + (e.SurplusSide == 0 ? string.Empty : Text($", surplus {e.SurplusSide} {e.SurplusLots}"));

    private static string Of(in AuctionUncrossed e) =>
        Text($"uncrossed {e.MarketId} #{e.MarketSequence} call {e.AuctionId} ")
        + (e.HasPrice == 1 ? Text($"{e.VolumeLots}@{e.PriceTicks}, prevented {e.PreventedLots}") : "no price");

    private static string Of(in MarkPriceChanged e) => Text($"mark {e.MarketId} #{e.MarketSequence} {e.PriceTicks}");

    private static string Of(in IndexPriceChanged e) => Text($"index {e.MarketId} #{e.MarketSequence} {e.PriceTicks}");

    private static string Of(in TradingRulesChanged e) => Text($"rules {e.MarketId} #{e.MarketSequence} changed");

    private static string Reasons(in OrderStatusReported e) =>
        (e.RejectReason == RejectReason.None ? string.Empty : " " + Codes.Of(e.RejectReason))
        + (e.CancelReason == default ? string.Empty : " " + Codes.Of(e.CancelReason));

    private static string Money(Int128 available, Int128 held) => Text($"has {available}+{held}");

    private static string Who(in AccountId account, ulong sequence) => Text($"{Traders.NameOf(in account)}.{sequence}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
