using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>docs/money.md §15: block trades; and the risk parameters of FULL markets, which only they and busts need.</summary>
public sealed partial class ReferenceEngine
{
    private void Apply(in SetRiskParameters request)
    {
        _state.Markets.TryGetValue(request.MarketId, out var market);
        CommandRejectReason? reason = market is null ? CommandRejectReason.UnknownMarket
            : IsAcceptable(in request.Parameters, market) ? null
            : CommandRejectReason.InvalidParameters;
        if (reason is { } refused)
        {
            _state.Reject(CommandType.SetRiskParameters, refused, request.MarketId);
            return;
        }

        market!.Risk = request.Parameters;
        _state.Sink.Append(EventType.RiskParametersChanged, new RiskParametersChanged
        {
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            Parameters = request.Parameters,
        });
    }

    /// <summary>FULL: every other field is 0.</summary>
    private static bool IsAcceptable(in RiskParameters risk, ReferenceMarket market)
    {
        var only = new RiskParameters { NoCancelTicks = risk.NoCancelTicks, MinBlockLots = risk.MinBlockLots };
        return risk.NoCancelTicks >= 0
            && risk.MinBlockLots >= 0 && risk.MinBlockLots <= market.Terms.MaxOrderLots
            && risk.Equals(only);
    }

    private void Apply(in BlockTrade request)
    {
        var id = request.Buy.Order.MarketId;
        _state.Markets.TryGetValue(id, out var market);
        CommandRejectReason? reason = market is null ? CommandRejectReason.UnknownMarket
            : !IsBlock(in request, market) ? CommandRejectReason.InvalidParameters
            : AdmitBlock(in request, market) is not { } block ? CommandRejectReason.OrderRefused
            : Trade(block.Buy, block.Sell, market);
        if (reason is { } refused)
        {
            _state.Reject(CommandType.BlockTrade, refused, id);
        }
    }

    private static bool IsBlock(in BlockTrade request, ReferenceMarket market)
    {
        var (buy, sell) = (request.Buy, request.Sell);
        return market.Risk.MinBlockLots > 0
            && (buy.Order.Side, sell.Order.Side) == (Side.Buy, Side.Sell)
            && new[] { buy, sell }.All(leg => leg.Order.OrderType == OrderType.Limit
                && leg.Order.TimeInForce == TimeInForce.FillOrKill && leg.Order.MarketId == market.Id
                && leg.QuantityLots >= market.Risk.MinBlockLots)
            && buy.QuantityLots == sell.QuantityLots
            && buy.PriceTicks == sell.PriceTicks
            && buy.Order.Account.Owner != sell.Order.Account.Owner;
    }

    /// <summary>Null when both are refused and that is reported.</summary>
    private (ReferenceOrder Buy, ReferenceOrder Sell)? AdmitBlock(in BlockTrade request, ReferenceMarket market)
    {
        NewOrder[] legs = [request.Buy, request.Sell];
        if (legs.Any(leg => !_state.Accounts.ContainsKey(leg.Order.Account)))
        {
            AnswerStrangers(legs);
            return null;
        }

        if (legs.Any(leg => KnownOrder(in leg) is not null))
        {
            AnswerRepeats(legs);
            return null;
        }

        var (buy, sell) = (BlockLeg(in legs[0]), BlockLeg(in legs[1]));
        var reason = Admit(buy, []);
        if (reason != RejectReason.None)
        {
            Refuse(buy, reason);
            Refuse(sell, RejectReason.ListRejected);
            return null;
        }

        reason = Then(Admit(sell, [buy]), () => HasRoomFor(buy, sell, market) ? RejectReason.None : RejectReason.LimitReached);
        if (reason != RejectReason.None)
        {
            Refuse(buy, RejectReason.ListRejected);
            Refuse(sell, reason);
            return null;
        }

        return (buy, sell);
    }

    private ReferenceOrder BlockLeg(in NewOrder leg) =>
        new(leg, _state.Accounts[leg.Order.Account]) { IsBlock = true };

    private void AnswerStrangers(NewOrder[] legs)
    {
        foreach (var leg in legs)
        {
            var isKnown = _state.Accounts.TryGetValue(leg.Order.Account, out var account);
            Reject(
                in leg, isKnown ? RejectReason.ListRejected : RejectReason.UnknownAccount,
                isKnown ? ++account!.Sequence : 0);
        }
    }

    /// <summary>Positions and balances that both would need together.</summary>
    private bool HasRoomFor(ReferenceOrder buy, ReferenceOrder sell, ReferenceMarket market)
    {
        ReferenceAccount[] accounts = [buy.Account, sell.Account];
        var positions = _state.Accounts.Values.Sum(account => account.Positions.Count)
            + accounts.Count(account => !account.Positions.ContainsKey(market.Id));
        var balances = _state.BalanceCount
            + accounts.Count(account => !account.Available.ContainsKey(market.Terms.AssetId));
        return positions <= _state.Options.MaxPositions && balances <= _state.Options.MaxBalances;
    }

    /// <summary>U3: no last price, no trigger; both pay the taker's fee.</summary>
    private CommandRejectReason? Trade(ReferenceOrder buy, ReferenceOrder sell, ReferenceMarket market)
    {
        buy.OrderId = _state.Sequence;
        sell.OrderId = _state.Sequence + Limits.LegOrderIdStep;
        foreach (var order in (ReferenceOrder[])[buy, sell])
        {
            _state.Remember(order);
            AcceptNew(order);
        }

        var (price, lots) = (buy.Request.PriceTicks, buy.Request.QuantityLots);
        var traded = NewTrade(market, price, lots, _state.NowNs);
        traded.Flags = TradeFlags.Block;
        var fee = (System.Numerics.BigInteger)market.Terms.TakerFeePerLot * lots;
        traded.Buy = Fill(buy, market, (price, lots, fee, traded.MatchedNs));
        traded.Sell = Fill(sell, market, (price, lots, fee, traded.MatchedNs));
        Report(ref traded, market);
        AfterFill(buy, market, lots);
        AfterFill(sell, market, lots);
        return null;
    }
}
