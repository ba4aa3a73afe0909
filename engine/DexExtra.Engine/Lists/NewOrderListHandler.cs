using DexExtra.Engine.Book;
using DexExtra.Engine.Matching;
using DexExtra.Engine.SessionKeys;
using DexExtra.Messages;

namespace DexExtra.Engine.Lists;

/// <summary>
/// NewOrderList command (T12–T15): all legs are accepted or none. Gate 1 as for single orders; orders that do not form
/// a list are refused with INVALID_ORDER_LIST and leave no trace, nor do legs that a session key may not sign;
/// otherwise the first leg that fails a gate carries its code and the others LIST_REJECTED, all remembered.
/// </summary>
internal sealed class NewOrderListHandler(
    EngineState state, SessionKeyGate keys, OrderAdmission admission, OrderAcceptance acceptance, OrderEntry entry,
    OpenOrders openOrders)
{
    private readonly Candidate[] _candidates = new Candidate[NewOrderList.MaxLegs];
    private readonly int[] _slots = new int[NewOrderList.MaxLegs];

    public void Apply<TSink>(in NewOrderList request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var legs = NewOrderList.LegsOf(in request)[..Math.Min((int)request.LegCount, NewOrderList.MaxLegs)];
        if (!AreAccountsKnown(legs))
        {
            ReportAll(legs, RejectReason.UnknownAccount, ref sink);
            return;
        }

        if (IsAnyKnown(legs))
        {
            AnswerRepeat(legs, ref sink);
            return;
        }

        if (!ListShape.IsValid(in request))
        {
            ReportAll(legs, RejectReason.InvalidOrderList, ref sink);
            return;
        }

        state.Accounts.TryFind(in legs[0].Order.Account, out var account);
        var reason = CheckKeys(legs, account, out var outside);
        if (reason != RejectReason.None)
        {
            ReportKeys(legs, account, outside, reason, ref sink);
            return;
        }

        reason = Admit(request.Kind, legs, account, out var failed);
        if (reason != RejectReason.None)
        {
            RefuseAll(legs, account, failed, reason, ref sink);
            return;
        }

        Accept(request.Kind, legs, ref sink);
        Connect(request.Kind, legs.Length);
        Enter(request.Kind, legs.Length, ref sink);
    }

    /// <summary>The first leg that its session key may not sign.</summary>
    private RejectReason CheckKeys(ReadOnlySpan<NewOrder> legs, int account, out int failed)
    {
        for (failed = 0; failed < legs.Length; failed++)
        {
            var reason = keys.CheckOrder(in legs[failed], account);
            if (reason != RejectReason.None)
            {
                return reason;
            }
        }

        return RejectReason.None;
    }

    private void ReportKeys<TSink>(
        ReadOnlySpan<NewOrder> legs, int account, int failed, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < legs.Length; index++)
        {
            var why = index == failed ? reason : RejectReason.ListRejected;
            OrderAcceptance.Report(in legs[index], state.Accounts.NextSequence(account), why, ref sink);
        }
    }

    /// <summary>The legs through the gates, each counting what the earlier ones take.</summary>
    private RejectReason Admit(ListKind kind, ReadOnlySpan<NewOrder> legs, int account, out int failed)
    {
        var earlier = default(EarlierLegs);
        for (var index = 0; index < legs.Length; index++)
        {
            ref var candidate = ref _candidates[index];
            var isChild = index > 0 && ListShape.HasParent(kind);
            var reason = admission.Admit(in legs[index], account, isChild, in earlier, out candidate);
            if (reason != RejectReason.None)
            {
                failed = index;
                return reason;
            }

            candidate.Order.OrderId += index * Limits.LegOrderIdStep;
            candidate.Order.Traits |= OrderTraits.Linked | (isChild ? OrderTraits.PartlyHidden : OrderTraits.None);
            candidate.Terms.ListKind = kind;
            candidate.Terms.LegIndex = (byte)index;
            candidate.Terms.DormantLots = isChild ? candidate.Order.LeavesLots : 0;
            earlier.Add(in candidate);
        }

        failed = -1;
        return RejectReason.None;
    }

    private void Accept<TSink>(ListKind kind, ReadOnlySpan<NewOrder> legs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < legs.Length; index++)
        {
            var leg = new LegPlace(kind, (byte)index, (byte)legs.Length, state.Sequence);
            _slots[index] = acceptance.Accept(in legs[index], ref _candidates[index], in leg, ref sink);
        }
    }

    private void Connect(ListKind kind, int count)
    {
        if (ListShape.HasParent(kind))
        {
            ref var parent = ref state.Orders.Terms(_slots[0]);
            parent.FirstChild = _slots[1];
            state.Orders.Terms(_slots[1]).Parent = _slots[0];
            if (count == NewOrderList.MaxLegs)
            {
                parent.SecondChild = _slots[^1];
                state.Orders.Terms(_slots[^1]).Parent = _slots[0];
            }
        }

        if (ListShape.HasSiblings(kind))
        {
            state.Orders.Terms(_slots[count - 2]).Sibling = _slots[count - 1];
            state.Orders.Terms(_slots[count - 1]).Sibling = _slots[count - 2];
        }
    }

    private void Enter<TSink>(ListKind kind, int count, ref TSink sink)
        where TSink : struct, IEventSink
    {
        // children are open while their parent takes: its meetings count them
        for (var index = 1; index < count && ListShape.HasParent(kind); index++)
        {
            openOrders.Keep(_slots[index]);
        }

        for (var index = 0; index < count; index++)
        {
            var slot = _slots[index];
            if (index > 0 && ListShape.HasParent(kind))
            {
                state.Placement.Park(slot, OrderPlace.Dormant);
            }
            else
            {
                entry.Enter(slot, _candidates[index].Market, ref sink);
            }
        }
    }

    private bool AreAccountsKnown(ReadOnlySpan<NewOrder> legs)
    {
        foreach (ref readonly var leg in legs)
        {
            if (!state.Accounts.TryFind(in leg.Order.Account, out _))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAnyKnown(ReadOnlySpan<NewOrder> legs)
    {
        foreach (ref readonly var leg in legs)
        {
            if (TryFindKnown(in leg, out _, out _))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryFindKnown(in NewOrder leg, out int account, out int known)
    {
        known = -1;
        return state.Accounts.TryFind(in leg.Order.Account, out account)
            && state.Records.TryFind(account, leg.ClientOrderId, out known);
    }

    private void AnswerRepeat<TSink>(ReadOnlySpan<NewOrder> legs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        foreach (ref readonly var leg in legs)
        {
            if (TryFindKnown(in leg, out var account, out var known))
            {
                acceptance.AnswerRepeat(in leg, account, known, ref sink);
            }
            else
            {
                var sequence = state.Accounts.NextSequence(account);
                OrderAcceptance.Report(in leg, sequence, RejectReason.ListRejected, ref sink);
            }
        }
    }

    private void RefuseAll<TSink>(
        ReadOnlySpan<NewOrder> legs, int account, int failed, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < legs.Length; index++)
        {
            var why = index == failed ? reason : RejectReason.ListRejected;
            acceptance.Refuse(in legs[index], account, why, ref sink);
        }
    }

    /// <summary>Refusals that are not remembered. Legs of known accounts beside unknown ones form no list.</summary>
    private void ReportAll<TSink>(ReadOnlySpan<NewOrder> legs, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < legs.Length; index++)
        {
            var isKnown = state.Accounts.TryFind(in legs[index].Order.Account, out var account);
            var why = isKnown ? RejectReason.InvalidOrderList : reason;
            var sequence = isKnown ? state.Accounts.NextSequence(account) : 0;
            OrderAcceptance.Report(in legs[index], sequence, why, ref sink);
        }
    }
}
