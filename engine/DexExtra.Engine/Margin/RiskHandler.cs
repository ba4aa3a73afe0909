using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>The operators' commands about risk: how a market asks for margin, and limits (R2, R6, R7).</summary>
internal sealed class RiskHandler(EngineState state)
{
    /// <summary>Refused with UNKNOWN_MARKET or INVALID_PARAMETERS.</summary>
    public void Apply<TSink>(in SetRiskParameters request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Markets.Find(request.MarketId) is not { } market)
        {
            Reject(CommandType.SetRiskParameters, CommandRejectReason.UnknownMarket, request.MarketId, ref sink);
            return;
        }

        if (!RiskParametersCheck.IsValid(market, in request.Parameters))
        {
            Reject(CommandType.SetRiskParameters, CommandRejectReason.InvalidParameters, request.MarketId, ref sink);
            return;
        }

        market.Risk = request.Parameters;
        state.Passes.RequestReview(market);
        var changed = new RiskParametersChanged
        {
            MarketSequence = market.NextSequence(),
            MarketId = request.MarketId,
            Parameters = request.Parameters,
        };
        sink.Append(EventType.RiskParametersChanged, in changed);
    }

    /// <summary>Refused with INVALID_PARAMETERS, UNKNOWN_MARKET or UNKNOWN_ACCOUNT.</summary>
    public void Apply<TSink>(in SetRiskLimits request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!IsValid(in request))
        {
            Reject(CommandType.SetRiskLimits, CommandRejectReason.InvalidParameters, request.MarketId, ref sink);
            return;
        }

        if (!TrySet(in request, out var reason))
        {
            Reject(CommandType.SetRiskLimits, reason, request.MarketId, ref sink);
            return;
        }

        if (request.Limits.MaxPositionLots != 0)
        {
            state.Positions.Exposures.Start(state.Positions);
        }

        var changed = new RiskLimitsChanged { Request = request };
        sink.Append(EventType.RiskLimitsChanged, in changed);
    }

    private static void Reject<TSink>(
        CommandType type, CommandRejectReason reason, ulong reference, ref TSink sink)
        where TSink : struct, IEventSink => EngineEvents.Reject(ref sink, type, reason, reference);

    private static bool IsValid(in SetRiskLimits request)
    {
        ref readonly var limits = ref request.Limits;
        return limits.MaxOrderValue >= 0
            && limits.ConfirmValue >= 0
            && limits.MaxDailyLoss >= 0
            && limits.MaxPositionLots >= 0
            && limits.MaxOpenInterestLots >= 0
            && NamesItsScope(in request);
    }

    /// <summary>What is named belongs to the scope; an account has no limits that are counted over several.</summary>
    private static bool NamesItsScope(in SetRiskLimits request) => request.Scope switch
    {
        RiskScope.Market => request.Account.Owner.IsZero && request.Account.Subaccount == 0,
        RiskScope.Owner => request.MarketId == 0 && request.Account.Subaccount == 0,
        RiskScope.Account => request.MarketId == 0
            && request.Limits.MaxPositionLots == 0
            && request.Limits.MaxOpenInterestLots == 0
            && request.Limits.FatFingerFactor == 0,
        _ => false,
    };

    private bool TrySet(in SetRiskLimits request, out CommandRejectReason reason)
    {
        reason = CommandRejectReason.UnknownAccount;
        switch (request.Scope)
        {
            case RiskScope.Market when state.Markets.Find(request.MarketId) is { } market:
                state.RiskLimits.SetMarket(market, in request.Limits);
                return true;
            case RiskScope.Market:
                reason = CommandRejectReason.UnknownMarket;
                return false;
            case RiskScope.Owner when state.Accounts.TryFindOwner(in request.Account.Owner, out var owner):
                state.RiskLimits.SetOwner(owner, in request.Limits);
                return true;
            case RiskScope.Account when state.Accounts.TryFind(in request.Account, out var account):
                state.RiskLimits.SetAccount(account, in request.Limits);
                return true;
            default:
                return false;
        }
    }
}
