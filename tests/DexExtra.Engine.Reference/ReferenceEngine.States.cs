using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§4: market states, who may change them, and what each change does.</summary>
public sealed partial class ReferenceEngine
{
    private void Apply(in SetMarketState request)
    {
        var reason = Refusal(in request);
        if (reason is { } refused)
        {
            _state.Reject(CommandType.SetMarketState, refused, request.MarketId);
            return;
        }

        EnterState(_state.Markets[request.MarketId], request.State, StateCause.Admin);
    }

    private CommandRejectReason? Refusal(in SetMarketState request)
    {
        if (!_state.Markets.TryGetValue(request.MarketId, out var market))
        {
            return CommandRejectReason.UnknownMarket;
        }

        if (!Enum.IsDefined(request.State) || request.State is MarketState.OpeningAuction or MarketState.Auction
            or MarketState.ClosingAuction or MarketState.Draft
            or (>= MarketState.ResultProposed and <= MarketState.Settled)
            || (request.State == MarketState.Pending && market.State != MarketState.Draft))
        {
            return CommandRejectReason.InvalidParameters;
        }

        var opens = request.State is MarketState.Continuous or MarketState.PostOnly or MarketState.ReduceOnly;
        var isCrossed = market.Best(Side.Buy) is { } bid && market.Best(Side.Sell) is { } ask && bid >= ask;
        var mayOpen = !isCrossed && !IsSwept(market);
        var isLegal = !market.IsUncrossing && MayMove(market, request.State) && (!opens || mayOpen);
        return isLegal ? null : CommandRejectReason.IllegalTransition;
    }

    private bool MayMove(ReferenceMarket market, MarketState to)
    {
        var isOver = (ulong)_state.NowSecond >= market.Terms.Life.TerminationSeconds;
        if (market.State == to)
        {
            return false;
        }

        return market.State switch
        {
            MarketState.Draft or MarketState.Pending when isOver => to is MarketState.Cancelled,
            MarketState.Draft => to is MarketState.Pending or MarketState.Cancelled,
            MarketState.Pending => to is MarketState.Continuous or MarketState.Halted or MarketState.Cancelled,
            MarketState.Settled => to is MarketState.Closed,
            >= MarketState.TradingTerminated => false,
            _ when to is MarketState.Pending or MarketState.Closed or MarketState.Cancelled => false,
            _ when market.IsInCall => to is MarketState.Halted or MarketState.CancelOnly or MarketState.Suspended
                or MarketState.TradingTerminated,
            _ => true,
        };
    }

    private void EnterState(ReferenceMarket market, MarketState state, StateCause cause)
    {
        if (state == MarketState.Continuous && market.Rules.BatchIntervalMs > 0)
        {
            StartCall(market, AuctionKind.Batch, (market.Rules.BatchIntervalMs * 1_000_000L, 0), cause);
            return;
        }

        var wasTrading = market.IsTrading;
        var ends = market.IsLive && state == MarketState.TradingTerminated;
        var dropsCall = market.IsInCall && state != MarketState.TradingTerminated && cause == StateCause.Admin;
        market.State = state;
        market.Call = null;
        ReportState(market, cause);
        if (ends)
        {
            PublishFinalMark(market);
        }

        _state.NoteChange(market);
        if (market.IsTrading != wasTrading)
        {
            MovePegs(market);
        }

        if (dropsCall)
        {
            Sweep(market, CancelReason.AuctionEnd, order => order.TimeInForce == TimeInForce.GoodForAuction);
        }

        if (ends)
        {
            Sweep(market, CancelReason.MarketClosed, _ => true);
        }

        if (state == MarketState.Continuous)
        {
            market.HasGainedLots = true;
            TestAllStops(market);
        }
    }

    /// <summary>M2.</summary>
    private void PublishFinalMark(ReferenceMarket market)
    {
        market.Result.EndedNs = _state.NowNs;
        if (market.Mark.MarkTicks is { } ticks)
        {
            _state.Sink.Append(EventType.MarkPriceChanged, new MarkPriceChanged
            {
                MarketSequence = ++market.Sequence,
                MarketId = market.Id,
                PriceTicks = ticks,
            });
        }
    }

    private void ReportState(ReferenceMarket market, StateCause cause) => _state.Sink.Append(
        EventType.MarketStateChanged,
        new MarketStateChanged
        {
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            State = market.State,
            Auction = market.Call?.Kind ?? AuctionKind.None,
            Cause = cause,
            AuctionId = market.Call?.Id ?? 0,
            EarliestEndNs = market.Call?.EarliestEndNs ?? 0,
        });

    private void Apply(in StartAuction request)
    {
        var reason = Refusal(in request);
        if (reason is { } refused)
        {
            _state.Reject(CommandType.StartAuction, refused, request.MarketId);
            return;
        }

        EnterCall(
            _state.Markets[request.MarketId],
            request.Kind,
            (request.DurationSeconds, request.RandomSeconds),
            StateCause.Admin);
    }

    private CommandRejectReason? Refusal(in StartAuction request)
    {
        if (!_state.Markets.TryGetValue(request.MarketId, out var market))
        {
            return CommandRejectReason.UnknownMarket;
        }

        var isKnown = request.Kind is AuctionKind.Opening or AuctionKind.Scheduled or AuctionKind.Reopening
            or AuctionKind.Closing;
        if (!isKnown || request.RandomSeconds > Limits.MaxAuctionRandomSeconds)
        {
            return CommandRejectReason.InvalidParameters;
        }

        var isOver = (ulong)_state.NowSecond >= market.Terms.Life.TerminationSeconds;
        var isLegal = (request.Kind, market.State) is
            (AuctionKind.Opening, MarketState.Pending)
            or (AuctionKind.Scheduled, MarketState.Continuous)
            or (AuctionKind.Reopening, MarketState.Halted or MarketState.CancelOnly or MarketState.PostOnly
                or MarketState.ReduceOnly or MarketState.Suspended)
            or (AuctionKind.Closing, MarketState.Continuous or MarketState.Halted or MarketState.CancelOnly
                or MarketState.PostOnly or MarketState.ReduceOnly);
        var isLate = market.State == MarketState.Pending && isOver;
        return isLegal && !isLate ? null : CommandRejectReason.IllegalTransition;
    }

    private void EnterCall(
        ReferenceMarket market, AuctionKind kind, (long Seconds, uint RandomSeconds) length, StateCause cause) =>
        StartCall(market, kind, (length.Seconds * Limits.NsPerSecond, length.RandomSeconds), cause);

    private void StartCall(
        ReferenceMarket market, AuctionKind kind, (long Ns, uint RandomSeconds) length, StateCause cause)
    {
        var wasTrading = market.IsTrading;
        market.State = kind switch
        {
            AuctionKind.Opening => MarketState.OpeningAuction,
            AuctionKind.Closing => MarketState.ClosingAuction,
            _ => MarketState.Auction,
        };
        market.Call = new ReferenceCall(
            kind, ++market.AuctionCount, _state.NowNs + length.Ns, length.RandomSeconds);
        market.IndicativeNs = null;
        ReportState(market, cause);
        _state.NoteChange(market);
        if (wasTrading)
        {
            MovePegs(market);
        }

        Sweep(market, CancelReason.ContinuousEnd, order => order.TimeInForce == TimeInForce.GoodForContinuous);
    }
}
