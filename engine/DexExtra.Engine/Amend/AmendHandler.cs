using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Engine.SessionKeys;
using DexExtra.Messages;

namespace DexExtra.Engine.Amend;

/// <summary>AmendOrder command (C1–C4): a change inside what was signed, or the order stays as it was.</summary>
internal sealed class AmendHandler(
    EngineState state, SessionKeyGate keys, AmendChecks checks, OrderAmendment amendment)
{
    private const AmendFields AllFields =
        AmendFields.Quantity | AmendFields.LimitPrice | AmendFields.Expiry | AmendFields.DisplayQuantity;

    /// <summary>No whole number of lots above 0: refused in its turn, after the range of the quantity.</summary>
    private const long InvalidDisplay = -1;

    public void Apply<TSink>(in AmendOrder request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var rejected = new AmendRejected
        {
            Account = request.Account,
            ClientOrderId = request.ClientOrderId,
            OrigClientOrderId = request.OrigClientOrderId,
        };
        if (!state.Accounts.TryFind(in request.Account, out var account))
        {
            OrderLookup.Reject(state, in rejected, -1, RejectReason.UnknownOrder, ref sink);
            return;
        }

        var reason = keys.Check(request.GrantId, account, SessionKeyPermissions.Trade);
        var record = -1;
        if (reason == RejectReason.None)
        {
            reason = Find(in request, account, out record);
        }

        rejected.OrderId = record >= 0 ? state.Records[record].OrderId : 0;
        var plan = default(AmendPlan);
        if (reason == RejectReason.None)
        {
            plan = checks.Begin(state.Records[record].Slot);
            reason = Check(in request, account, ref plan);
        }

        if (reason != RejectReason.None)
        {
            OrderLookup.Reject(state, in rejected, account, reason, ref sink);
        }
        else if (plan.LeavesLots <= 0)
        {
            amendment.EndBelowFilled(in plan, request.ClientOrderId, ref sink);
        }
        else
        {
            amendment.Apply(in plan, request.ClientOrderId, ref sink);
        }
    }

    private RejectReason Find(in AmendOrder request, int account, out int record)
    {
        var reason = OrderLookup.Find(
            state, account, request.OrderId, request.OrigClientOrderId, out record);
        return record < 0 || keys.CheckMarket(request.GrantId, state.Records[record].MarketId) == RejectReason.None
            ? reason
            : RejectReason.SessionKeyScope;
    }

    private RejectReason Check(in AmendOrder request, int account, ref AmendPlan plan)
    {
        var reason = state.CheckTrading(account);
        if (reason == RejectReason.None)
        {
            var isSwept = state.Sweeps.IsSweeping(plan.Market.Slot);
            reason = MarketStates.CheckAmend(plan.Market, isSwept, plan.Terms.Flags, IsOnlyLess(in request, in plan));
        }

        if (reason != RejectReason.None)
        {
            return reason;
        }

        if (request.Fields == AmendFields.None || (request.Fields & ~AllFields) != 0)
        {
            return RejectReason.InvalidInstructions;
        }

        ref readonly var terms = ref plan.Terms;
        if (!checks.IsAmendable(plan.Slot)
            || !AmendChecks.IsAmendable(terms.ListKind, terms.Type, terms.DisplayLots, request.Fields))
        {
            return RejectReason.NotAmendable;
        }

        reason = Read(in request, ref plan);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        checks.Compare(ref plan);
        reason = checks.CheckContent(in plan);
        return reason == RejectReason.None ? checks.CheckState(ref plan) : reason;
    }

    /// <summary>§4: what CANCEL_ONLY still allows.</summary>
    private static bool IsOnlyLess(in AmendOrder request, in AmendPlan plan) =>
        request.Fields == AmendFields.Quantity
        && request.Quantity < (UInt128)(plan.QuantityLots * plan.Market.Terms.LotSize);

    /// <summary>Converts the given fields to ticks and lots.</summary>
    private static RejectReason Read(in AmendOrder request, ref AmendPlan plan)
    {
        ref readonly var constants = ref plan.Market.Terms;
        ref var terms = ref plan.Terms;
        if ((request.Fields & AmendFields.LimitPrice) != 0
            && !(PriceGrid.TryConvert(request.LimitPrice, constants.TickSize, out terms.LimitTicks)
                && PriceGrid.IsOn(terms.LimitTicks, plan.Market.Rules.PriceIncrementTicks)))
        {
            return RejectReason.PriceOffTick;
        }

        if ((request.Fields & AmendFields.Quantity) != 0
            && !PriceGrid.TryConvert(request.Quantity, constants.LotSize, out plan.QuantityLots))
        {
            return RejectReason.QuantityOffLot;
        }

        if ((request.Fields & AmendFields.DisplayQuantity) != 0
            && !(PriceGrid.TryConvert(request.DisplayQuantity, constants.LotSize, out terms.DisplayLots)
                && terms.DisplayLots > 0))
        {
            terms.DisplayLots = InvalidDisplay;
        }

        terms.ExpirySeconds = (request.Fields & AmendFields.Expiry) != 0
            ? request.ExpirySeconds
            : terms.ExpirySeconds;
        return RejectReason.None;
    }
}
