using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Coverage;

/// <summary>
/// How a frame shows that a rule was reached: one predicate per rule id of docs/matching.md, and of docs/money.md where
/// the streams go. The list of ids is also the list of scenario files that must exist.
/// </summary>
public static class RuleTable
{
    private static readonly Row[] Trading =
    [
        new("G1", s => s.Command == CommandType.Tick),
        new("G2", s => s.Has(EventType.OrderRejected)),
        new("G3", s => s.Rejected(RejectReason.FokNotFillable) || s.Rejected(RejectReason.MinQuantityNotMet)),
        new("G4", s => s.Rejected(RejectReason.UnsupportedCombination)),
        new("G5", s => s.Rejected(RejectReason.QuantityOutOfRange)),
        new("G6", s => s.Any(EventType.Traded, (in Traded e) => e.PriceTicks < 0)),
        new("G7", s => s.Any(EventType.OrderStatusReported, (in OrderStatusReported e) =>
            e.Status is OrderStatus.Cancelled or OrderStatus.Stopped or OrderStatus.Expired)),
        new("Q1", s => s.Has(EventType.MarketCreated)),
        new("Q2", s => s.Any(EventType.TradingRulesChanged, (in TradingRulesChanged e) =>
            e.Rules.PriceIncrementTicks > 1)),
        new("Q3", s => s.Rejected(RejectReason.PriceOffTick) || s.Rejected(RejectReason.QuantityOffLot)),
        new("O-LIMIT", s => s.Traded(false, o => o.Type == OrderType.Limit)),
        new("O-MKT", s => s.Traded(false, o => o.Type == OrderType.Market)),
        new("O-BUDGET", s => s.Reduced(CancelReason.Budget) || s.Rejected(RejectReason.BudgetTooSmall)),
        new("O-IOC", s => s.Cancelled(CancelReason.ImmediateRemainder)),
        new("O-FOK", s => s.Traded(false, o => o.TimeInForce == TimeInForce.FillOrKill)),
        new("O-MINQ", s => s.Traded(false, o => o.Request.Order.Instructions.MinQuantity != 0)),
        new("O-AON", s => s.Traded(false, o => o.Has(OrderFlags.AllOrNone))),
        new("O-GTC", s => s.Accepted((in OrderAccepted e) =>
            e.Request.Order.TimeInForce == TimeInForce.GoodTillCancel)),
        new("O-GTD", s => s.CancelledOrder(CancelReason.Expired, o => o.TimeInForce == TimeInForce.GoodTillDate)),
        new("O-DAY", s => s.Cancelled(CancelReason.SessionEnd)),
        new("O-GTDX", s => s.Cancelled(CancelReason.Expired)),
        new("O-GFA", s => s.Cancelled(CancelReason.AuctionEnd)),
        new("O-GFN", s => s.Cancelled(CancelReason.ContinuousEnd)),
        new("O-PEG", s => s.Has(EventType.OrderRepriced)),
        new("O-TWAP", s => s.Traded(false, o => o.Type == OrderType.Twap)),
    ];

    private static readonly Row[] Instructions =
    [
        new("I-ICE-1", s => s.Accepted((in OrderAccepted e) =>
            e.Request.Order.Instructions.DisplayQuantity != 0)),
        new("I-ICE-2", s => s.Accepted((in OrderAccepted e) =>
            e.Request.Order.Instructions.DisplayQuantity != 0 && e.Hold > 0)),
        new("I-ICE-3", s => s.Traded(false, o => o.IsIceberg && o.IsOpen)),
        new("I-ICE-4", s => s.Rejected(RejectReason.DisplayQuantityInvalid)),
        new("I-ICE-5", s => s.Traded(false, o => o.Request.Order.Instructions.DisplayVariance != 0)),
        new("I-ICE-6", s => s.Has(EventType.LevelChanged) && s.Traded(false, o => o.IsIceberg)),
        new("I-ICE-7", s => s.PreventedMaker(SelfTradePrevention.Decrement, o => o.IsIceberg)),
        new("I-HID", s => s.Rejected(RejectReason.DisplayQuantityInvalid)),
        new("I-PO-1", s => s.Rejected(RejectReason.PostOnlyWouldCross)),
        new("I-PO-2", s => s.Accepted((in OrderAccepted e) =>
            (e.Request.Order.Flags & OrderFlags.PostOnlySlide) != 0 && e.EffectivePriceTicks != e.Request.PriceTicks)),
        new("I-PO-3", s => s.AmendRefused(RejectReason.PostOnlyWouldCross)),
        new("I-PO-4", s => s.Any(EventType.OrderRejected, (in OrderRejected e) =>
            e.Reason == RejectReason.UnsupportedCombination
            && (e.Request.Order.Flags & OrderCombinations.AnyPostOnly) != 0)),
        new("I-RO-1", s => s.Traded(false, o => o.Has(OrderFlags.ReduceOnly))),
        new("I-RO-2", s => s.Rejected(RejectReason.NothingToReduce) || s.Rejected(RejectReason.ReduceOnlyTooLarge)),
        new("I-RO-3", s => s.Has(EventType.Traded)
            && s.CancelledOrder(CancelReason.ReduceOnlyCap, o => o.Has(OrderFlags.ReduceOnly))),
        new("I-RO-4", s => s.Cancelled(CancelReason.PositionClosed)),
        new("I-RO-5", s => s.Accepted((in OrderAccepted e) =>
            (e.Request.Order.Flags & OrderFlags.ReduceOnly) != 0)),
        new("S1", s => s.Any(EventType.PreventedMatch, (in PreventedMatch e) =>
            e.Taker.Account.Subaccount != e.Maker.Account.Subaccount)),
        new("S2", s => s.Has(EventType.PreventedMatch)),
        new("S3", s => s.Rejected(RejectReason.SelfTrade)),
        new("S4", s => s.Has(EventType.PreventedMatch) && !s.Has(EventType.Traded)),
        new("S5", s => s.PreventedTaker(o => o.IsTriggered)),
        new("S6", s => s.Any(EventType.AuctionUncrossed, (in AuctionUncrossed e) => e.PreventedLots > 0)),
    ];

    private static readonly Row[] Triggers =
    [
        new("T1", s => s.Any(EventType.OrderTriggered, (in OrderTriggered e) => e.Source != TriggerSource.Last)),
        new("T2", s => s.Rejected(RejectReason.WouldTriggerImmediately)),
        new("T3", s => s.Has(EventType.Traded) && s.Has(EventType.OrderTriggered)),
        new("T4", s => s.Has(EventType.OrderTriggered)
            && s.Count(EventType.OrderTriggered, (in OrderTriggered _) => true) > 1),
        new("T5", s => s.Changed(StateCause.Cascade)),
        new("T6", s => s.Triggered(o => o.Type == OrderType.StopLimit) || s.Triggered(o => o.Type == OrderType.Stop)),
        new("T7", s => s.Accepted((in OrderAccepted e) => OrderCombinations.IsTriggered(e.Request.Order.OrderType)
            && (e.Request.Order.Flags & OrderFlags.ReduceOnly) == 0 && e.Hold > 0)),
        new("T8", s => s.Has(EventType.AuctionUncrossed) && s.Has(EventType.OrderTriggered)),
        new("T9", s => s.Triggered(o => o.Request.Order.Instructions.PositionFraction != 0)),
        new("T10", s => s.Any(EventType.OrderTriggered, (in OrderTriggered e) => e.Source == 0)),
        new("T11", s => s.Triggered(o => OrderCombinations.IsTrailing(o.Request.Order.OrderType))),
        new("T12", s => s.CancelledOrder(CancelReason.LinkedOrder, o =>
            o.ListKind is ListKind.OneCancelsOther or ListKind.BracketOco)),
        new("T13", s => s.ReducedOrder(CancelReason.LinkedOrder, o =>
            o.ListKind is ListKind.OneUpdatesOther or ListKind.BracketOuo)),
        new("T14", s => s.Has(EventType.OrderActivated)),
        new("T15", s => s.Rejected(RejectReason.ListRejected)),
        new("C1", s => s.Any(EventType.OrderAmended, (in OrderAmended e) => e.KeepsPriority == 1)),
        new("C2", s => s.Cancelled(CancelReason.AmendedBelowFilled)),
        new("C3", s => s.Has(EventType.OrderAmended) && s.Has(EventType.Traded)),
        new("C4", s => s.Has(EventType.OrderReplaced)),
        new("C5", s => s.Has(EventType.CancelRejected)),
        new("C6", s => s.Has(EventType.MassCancelled)),
        new("C12", s => s.Any(EventType.QuoteProtectionChanged, (in QuoteProtectionChanged e) =>
            e.Cause == QuoteProtectionCause.Triggered) && s.Cancelled(CancelReason.QuoteProtection)),
        new("SIG-10", s => s.Cancelled(CancelReason.SessionKeyRevoked)),
    ];

    private static readonly Row[] Markets =
    [
        new("A1", s => s.Any(EventType.MarketStateChanged, (in MarketStateChanged e) => e.Auction != 0)),
        new("A2", s => s.Any(EventType.AuctionUncrossed, (in AuctionUncrossed e) => e.HasPrice == 1)),
        new("A3", s => s.Any(EventType.AuctionIndicated, (in AuctionIndicated e) => e.SurplusLots > 0)),
        new("A4", s => s.Any(EventType.AuctionUncrossed, (in AuctionUncrossed e) => e.HasPrice == 1)),
        new("A5", s => s.Changed(StateCause.Collar)),
        new("A6", s => s.Traded(true, o => o.IsOpen)),
        new("A7", s => s.Any(EventType.Traded, (in Traded e) => (e.Flags & TradeFlags.Auction) != 0)),
        new("A8", s => s.Command == CommandType.StartAuction && s.Has(EventType.MarketStateChanged)
            && s.Body<StartAuction>().RandomSeconds > 0),
        new("A9", s => s.Any(EventType.AuctionUncrossed, (in AuctionUncrossed e) => e.HasPrice == 0)),
        new("A10", s => s.Has(EventType.AuctionIndicated)),
        new("A11", s => s.Has(EventType.AuctionUncrossed)
            && (s.Has(EventType.OrderRepriced) || s.Cancelled(CancelReason.AuctionEnd))),
        new("A12", s => s.Traded(true, _ => true)),
        new("B1", s => s.Rejected(RejectReason.PriceOutOfBounds)),
        new("B2", s => s.Rejected(RejectReason.PriceOutsideBand)),
        new("B3", s => s.Cancelled(CancelReason.ExecutionBand) || s.Changed(StateCause.ExecutionBand)),
        new("B4", s => s.Changed(StateCause.VolatilityTrigger)),
        new("B6", s => s.Changed(StateCause.Outage)),
        new("B7", s => s.Has(EventType.MarkPriceChanged)),
        new("B8", s => s.Rejected(RejectReason.MarketStateForbids)),
    ];

    /// <summary>docs/money.md §11, §12, §15 in FULL markets.</summary>
    private static readonly Row[] Ends =
    [
        new("M1", s => s.Entered(MarketState.Cancelled)),
        new("M2", s => s.Changed(StateCause.Termination)),
        new("M4", s => s.Result(OracleUpdateKind.Proposed, (in ResultChanged e, CreateMarket terms) =>
            e.Update.Value % terms.TickSize != 0)),
        new("M5", s => s.Result(OracleUpdateKind.Rejected, (in ResultChanged _, CreateMarket _) => true)),
        new("M6", s => s.Entered(MarketState.Disputed)),
        new("M7", s => s.Changed(StateCause.Fallback)),
        new("M8", s => s.Result(OracleUpdateKind.Proposed, (in ResultChanged e, CreateMarket terms) =>
            Int128.Abs(e.Update.Value - (e.SettlementTicks * terms.TickSize)) > terms.TickSize)),
        new("M9", s => s.Any(EventType.PositionSettled, (in PositionSettled e) => e.Fee > 0)),
        new("M12", s => s.Entered(MarketState.Closed)),
        new("C16", s => s.Command == CommandType.CreateMarket && s.Has(EventType.CommandRejected)),
        new("U3", s => s.Flagged(TradeFlags.Block)),
        new("F10", s => s.Any(EventType.PositionClosed, (in PositionClosed e) => e.End == PositionEnd.Settlement)),
        new("X5", s => s.Cancelled(CancelReason.CancelledOnChain)),
        new("X9", s => s.Any(EventType.ForcedExitChanged, (in ForcedExitChanged e) => e.Locked > 0)),
        new("F11", s => s.Flagged(TradeFlags.Bust)),
    ];

    private delegate bool Reached(RuleStep step);

    /// <summary>Every rule id, in the order of the page.</summary>
    public static IReadOnlyList<string> Ids { get; } =
        [.. Trading.Concat(Instructions).Concat(Triggers).Concat(Markets).Concat(Ends).Select(row => row.Id)];

    /// <summary>Adds 1 to each rule that the step reached; the counts are in the order of <see cref="Ids"/>.</summary>
    public static void Count(RuleStep step, Span<long> counts)
    {
        var index = 0;
        foreach (var rows in (ReadOnlySpan<Row[]>)[Trading, Instructions, Triggers, Markets, Ends])
        {
            foreach (var row in rows)
            {
                counts[index++] += row.Test(step) ? 1 : 0;
            }
        }
    }

    private sealed record Row(string Id, Reached Test);
}
