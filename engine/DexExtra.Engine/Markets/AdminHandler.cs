using DexExtra.Engine.Sweeps;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>The operators' commands: assets, markets, their rules, states, calls and index prices.</summary>
internal sealed class AdminHandler(
    EngineState state, MarketTransitions transitions, OrderSweeps sweeps, TriggerTracker tracker, MarketClosing closing)
{
    public void Apply<TSink>(in ListAsset listing, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Assets.TryAdd(in listing) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.ListAsset, reason, listing.AssetId);
            return;
        }

        sink.Append(EventType.AssetListed, in listing);
    }

    public void Apply<TSink>(in CreateMarket terms, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Markets.TryCreate(in terms, state.Assets, state.Entropy, state.NowSeconds) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.CreateMarket, reason, terms.MarketId);
            return;
        }

        var created = new MarketCreated
        {
            Request = terms,
            TickValue = state.Markets.Find(terms.MarketId)!.TickValue,
        };
        sink.Append(EventType.MarketCreated, in created);
    }

    /// <summary>Refused with UNKNOWN_MARKET, INVALID_PARAMETERS or ILLEGAL_TRANSITION.</summary>
    public void Apply<TSink>(in SetTradingRules request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Find(request.MarketId, CommandType.SetTradingRules, ref sink) is not { } market)
        {
            return;
        }

        if (!TradingRulesCheck.IsValid(market, in request.Rules))
        {
            Reject(market, CommandType.SetTradingRules, CommandRejectReason.InvalidParameters, ref sink);
            return;
        }

        if (!TradingRulesCheck.MayChange(market, in request.Rules))
        {
            Reject(market, CommandType.SetTradingRules, CommandRejectReason.IllegalTransition, ref sink);
            return;
        }

        var oldIncrement = market.Rules.PriceIncrementTicks;
        market.SetRules(in request.Rules);
        var changed = new TradingRulesChanged
        {
            MarketSequence = market.NextSequence(),
            MarketId = request.MarketId,
            Rules = request.Rules,
        };
        sink.Append(EventType.TradingRulesChanged, in changed);
        if (oldIncrement % request.Rules.PriceIncrementTicks != 0)
        {
            sweeps.Start(SweepKind.TickChanged, market, ref sink);
        }
    }

    /// <summary>Refused with UNKNOWN_MARKET, INVALID_PARAMETERS, ILLEGAL_TRANSITION or (M12) TOO_EARLY.</summary>
    public void Apply<TSink>(in SetMarketState request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Find(request.MarketId, CommandType.SetMarketState, ref sink) is not { } market)
        {
            return;
        }

        if (!TransitionTable.IsTarget(market.State, request.State))
        {
            Reject(market, CommandType.SetMarketState, CommandRejectReason.InvalidParameters, ref sink);
        }
        else if (!MayEnter(market, request.State))
        {
            Reject(market, CommandType.SetMarketState, CommandRejectReason.IllegalTransition, ref sink);
        }
        else if (request.State == MarketState.Closed && !closing.MayClose(market))
        {
            Reject(market, CommandType.SetMarketState, CommandRejectReason.TooEarly, ref sink);
        }
        else
        {
            transitions.Enter(market, request.State, StateCause.Admin, ref sink);
            closing.AfterEntering(market, ref sink);
        }
    }

    /// <summary>Refused with UNKNOWN_MARKET, INVALID_PARAMETERS or ILLEGAL_TRANSITION.</summary>
    public void Apply<TSink>(in StartAuction request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Find(request.MarketId, CommandType.StartAuction, ref sink) is not { } market)
        {
            return;
        }

        if (!TransitionTable.IsStartable(request.Kind) || request.RandomSeconds > Limits.MaxAuctionRandomSeconds)
        {
            Reject(market, CommandType.StartAuction, CommandRejectReason.InvalidParameters, ref sink);
        }
        else if (IsOver(market) || !TransitionTable.Allows(market.State, request.Kind))
        {
            Reject(market, CommandType.StartAuction, CommandRejectReason.IllegalTransition, ref sink);
        }
        else
        {
            var duration = request.DurationSeconds * Limits.NsPerSecond;
            transitions.EnterCall(
                market, request.Kind, StateCause.Admin, duration, request.RandomSeconds, ref sink);
        }
    }

    /// <summary>
    /// Refused with UNKNOWN_MARKET or, while the market is suspended or after its trading, ILLEGAL_TRANSITION.
    /// </summary>
    public void Apply<TSink>(in SetIndexPrice request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Find(request.MarketId, CommandType.SetIndexPrice, ref sink) is not { } market)
        {
            return;
        }

        if (market.State == MarketState.Suspended || !market.MayOpenOrTrades)
        {
            Reject(market, CommandType.SetIndexPrice, CommandRejectReason.IllegalTransition, ref sink);
            return;
        }

        market.Prices.HasIndex = true;
        market.Prices.IndexTicks = request.PriceTicks;
        var changed = new IndexPriceChanged
        {
            MarketSequence = market.NextSequence(),
            MarketId = request.MarketId,
            PriceTicks = request.PriceTicks,
        };
        sink.Append(EventType.IndexPriceChanged, in changed);
        tracker.OnValue(market, TriggerSource.Index, request.PriceTicks);
        state.Touched.AddMarket(market);
    }

    private static void Reject<TSink>(Market market, CommandType type, CommandRejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink => EngineEvents.Reject(ref sink, type, reason, market.Terms.MarketId);

    private Market? Find<TSink>(uint marketId, CommandType type, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = state.Markets.Find(marketId);
        if (market is null)
        {
            EngineEvents.Reject(ref sink, type, CommandRejectReason.UnknownMarket, marketId);
        }

        return market;
    }

    /// <summary>
    /// The table, and into a state that matches only with a book that is not crossed and that no sweep is clearing.
    /// </summary>
    private bool MayEnter(Market market, MarketState target)
    {
        if (market.IsUncrossing
            || !TransitionTable.Allows(market.State, target)
            || (target != MarketState.Cancelled && IsOver(market)))
        {
            return false;
        }

        var matches = target is MarketState.Continuous or MarketState.PostOnly or MarketState.ReduceOnly;
        return !matches || !(IsCrossed(market) || sweeps.IsSweeping(market));
    }

    /// <summary>M2: what has not been opened by its termination never is.</summary>
    private bool IsOver(Market market) =>
        market.State is MarketState.Draft or MarketState.Pending
        && state.NowSeconds >= market.Terms.Life.TerminationSeconds;

    private bool IsCrossed(Market market) =>
        market.Bids.Best >= 0
        && market.Asks.Best >= 0
        && state.Books.Level(market.Bids.Best).PriceTicks >= state.Books.Level(market.Asks.Best).PriceTicks;
}
