using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§16: new trading rules; and the index.</summary>
public sealed partial class ReferenceEngine
{
    private void Apply(in SetTradingRules request)
    {
        if (Refusal(in request) is { } refused)
        {
            _state.Reject(CommandType.SetTradingRules, refused, request.MarketId);
            return;
        }

        var market = _state.Markets[request.MarketId];
        var isCoarser = market.Rules.PriceIncrementTicks % request.Rules.PriceIncrementTicks != 0;
        market.Rules = request.Rules;
        _state.Sink.Append(EventType.TradingRulesChanged, new TradingRulesChanged
        {
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            Rules = request.Rules,
        });
        if (isCoarser)
        {
            var step = request.Rules.PriceIncrementTicks;
            Sweep(market, CancelReason.TickChanged, order =>
                order.LimitTicks % step != 0 || (order.Place == Place.Book && order.PriceTicks % step != 0));
        }
    }

    private CommandRejectReason? Refusal(in SetTradingRules request)
    {
        if (!_state.Markets.TryGetValue(request.MarketId, out var market))
        {
            return CommandRejectReason.UnknownMarket;
        }

        var rules = request.Rules;
        if (!AreWidthsValid(in rules) || !AreLotsValid(in rules, market) || !AreTimesValid(in rules))
        {
            return CommandRejectReason.InvalidParameters;
        }

        var state = market.State;
        var isCoarser = market.Rules.PriceIncrementTicks % rules.PriceIncrementTicks != 0;
        var changesBatch = rules.BatchIntervalMs != market.Rules.BatchIntervalMs;
        var isIllegal = market.IsUncrossing
            || (isCoarser && state != MarketState.Halted)
            || (changesBatch && state is not (MarketState.Draft or MarketState.Pending or MarketState.Halted));
        return isIllegal ? CommandRejectReason.IllegalTransition : null;
    }

    private static VolatilityTrigger[] Triggers(in TradingRules rules) =>
        [rules.FirstTrigger, rules.SecondTrigger, rules.ThirdTrigger];

    private static bool AreWidthsValid(in TradingRules rules)
    {
        long[] widths =
        [
            rules.EntryBandTicks, rules.ExecutionBandTicks, rules.CascadeTicks, rules.CollarTicks,
            rules.CollarWidenTicks, .. Triggers(in rules).Select(trigger => trigger.Ticks),
        ];
        return widths.All(width => width >= 0);
    }

    private static bool AreLotsValid(in TradingRules rules, ReferenceMarket market)
    {
        long[] counts =
        [
            rules.MinDisplayLots, rules.MinOrderLots, rules.MinMarkDepthLots, rules.PriceIncrementTicks,
            rules.MaxIcebergParts,
        ];
        const TradingFlags Known = TradingFlags.AllowAllOrNone | TradingFlags.OpeningAuctionFree
            | TradingFlags.HasScheduledAuction | TradingFlags.HasInitialReference;
        return counts.All(count => count >= 1)
            && rules.MinOrderLots <= market.Terms.MaxOrderLots
            && Enum.IsDefined(rules.Allocation)
            && (rules.Flags & ~Known) == 0
            && (!rules.Flags.HasFlag(TradingFlags.HasInitialReference) || market.IsInside(rules.InitialReferenceTicks));
    }

    private static bool AreTimesValid(in TradingRules rules) =>
        rules.MaxCascade is >= 1 and <= 4_096
        && rules.AuctionRandomSeconds <= Limits.MaxAuctionRandomSeconds
        && rules.MaxExtensions <= 1_000
        && rules.AuctionSeconds is >= 1 and <= 86_400
        && rules.SessionEndSecondOfDay < 86_400
        && rules.ScheduledAuctionSecondOfDay < 86_400
        && rules.BatchIntervalMs <= 86_400_000
        && Triggers(in rules).All(trigger => trigger.Ticks == 0
            || (trigger.HorizonSeconds is >= 1 and <= Limits.MaxVolatilityHorizonSeconds
                && trigger.AuctionSeconds is >= 1 and <= 86_400));

    private void Apply(in SetIndexPrice request)
    {
        var isKnown = _state.Markets.TryGetValue(request.MarketId, out var market);
        if (!isKnown || market!.State is >= MarketState.Suspended and not MarketState.Draft)
        {
            var reason = isKnown ? CommandRejectReason.IllegalTransition : CommandRejectReason.UnknownMarket;
            _state.Reject(CommandType.SetIndexPrice, reason, request.MarketId);
            return;
        }

        market.IndexTicks = request.PriceTicks;
        _state.NoteChange(market);
        MoveSource(market, TriggerSource.Index, request.PriceTicks, request.PriceTicks);
        _state.Sink.Append(EventType.IndexPriceChanged, new IndexPriceChanged
        {
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            PriceTicks = request.PriceTicks,
        });
    }
}
