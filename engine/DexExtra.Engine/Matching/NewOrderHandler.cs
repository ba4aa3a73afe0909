using DexExtra.Engine.SessionKeys;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// NewOrder command, from idempotency (gate 1) to the remainder (gate 13). Gate 1: an account that was never credited
/// gets UNKNOWN_ACCOUNT and leaves no trace; a client order id with the same order hash gets the order as it stands
/// now, with another hash DUPLICATE_CLIENT_ID (C9). What a session key may not leaves no trace either. Every other
/// outcome is remembered under its client order id.
/// </summary>
internal sealed class NewOrderHandler(
    EngineState state, SessionKeyGate keys, OrderAdmission admission, OrderAcceptance acceptance, OrderEntry entry)
{
    public void Apply<TSink>(in NewOrder request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Accounts.TryFind(in request.Order.Account, out var account))
        {
            OrderAcceptance.Report(in request, 0, RejectReason.UnknownAccount, ref sink);
            return;
        }

        if (state.Records.TryFind(account, request.ClientOrderId, out var known))
        {
            acceptance.AnswerRepeat(in request, account, known, ref sink);
            return;
        }

        var reason = keys.CheckOrder(in request, account);
        if (reason != RejectReason.None)
        {
            OrderAcceptance.Report(in request, state.Accounts.NextSequence(account), reason, ref sink);
            return;
        }

        reason = admission.Admit(in request, account, false, default, out var candidate);
        if (reason != RejectReason.None)
        {
            acceptance.Refuse(in request, account, reason, ref sink);
            return;
        }

        var slot = acceptance.Accept(in request, ref candidate, default, ref sink);
        entry.Enter(slot, candidate.Market, ref sink);
    }
}
