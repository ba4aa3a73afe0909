using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.SessionKeys;
using DexExtra.Messages;

namespace DexExtra.Engine.Quotes;

/// <summary>
/// MassQuote command (C12). A request that is refused as a whole changes nothing; otherwise the set's old quote in the
/// market is cancelled, then each side passes the gates of G2 as an order of its own. A repeat, known by a client order
/// id of a side, answers as the sides stand and cancels nothing (C9).
/// </summary>
internal sealed class MassQuoteHandler(
    EngineState state, SessionKeyGate keys, OrderCancellation cancellation, OrderAdmission admission,
    OrderAcceptance acceptance, OrderEntry entry)
{
    /// <summary>What makes and changes quote sets.</summary>
    public QuoteProtectionHandler Protection { get; } = new(state, keys);

    public void Apply<TSink>(in MassQuote request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Accounts.TryFind(in request.Account, out var account))
        {
            Reject(in request, 0, RejectReason.UnknownAccount, ref sink);
            return;
        }

        var reason = Check(in request, account, out var market, out var set);
        if (reason != RejectReason.None)
        {
            Reject(in request, state.Accounts.NextSequence(account), reason, ref sink);
            return;
        }

        var sides = MassQuote.SidesOf(in request)[..request.SideCount];
        var quoted = new MassQuoted
        {
            Account = request.Account,
            QuoteId = request.QuoteId,
            MarketId = request.MarketId,
            QuoteSet = request.QuoteSet,
        };
        if (IsAnyKnown(sides, account))
        {
            AnswerRepeat(sides, account, ref quoted, ref sink);
        }
        else if (state.Quotes[set].IsFrozen(state.TimestampNs) && sides.Length > 0)
        {
            Reject(in request, state.Accounts.NextSequence(account), RejectReason.QuoteSetFrozen, ref sink);
            return;
        }
        else
        {
            quoted.CancelledSides = CancelOld(set, market, ref sink);
            Enter(sides, account, set, ref quoted, ref sink);
        }

        quoted.AccountSequence = state.Accounts.NextSequence(account);
        sink.Append(EventType.MassQuoted, in quoted);
    }

    private RejectReason Check(in MassQuote request, int account, out Market market, out int set)
    {
        market = null!;
        set = -1;
        var reason = keys.Check(request.GrantId, account, SessionKeyPermissions.Trade);
        if (reason == RejectReason.None)
        {
            reason = keys.CheckMarket(request.GrantId, request.MarketId);
        }

        if (reason != RejectReason.None)
        {
            return reason;
        }

        if (state.Markets.Find(request.MarketId) is not { } found)
        {
            return RejectReason.UnknownMarket;
        }

        market = found;
        if (!QuoteShape.IsValid(in request))
        {
            return RejectReason.InvalidQuote;
        }

        if (!state.Quotes.TryFind(account, request.QuoteSet, out set))
        {
            return RejectReason.QuoteSetUnknown;
        }

        return found.IsUncrossing ? RejectReason.MarketStateForbids : RejectReason.None;
    }

    private bool IsAnyKnown(ReadOnlySpan<NewOrder> sides, int account)
    {
        foreach (ref readonly var side in sides)
        {
            if (state.Records.TryFind(account, side.ClientOrderId, out _))
            {
                return true;
            }
        }

        return false;
    }

    private void AnswerRepeat<TSink>(
        ReadOnlySpan<NewOrder> sides, int account, ref MassQuoted quoted, ref TSink sink)
        where TSink : struct, IEventSink
    {
        foreach (ref readonly var side in sides)
        {
            if (state.Records.TryFind(account, side.ClientOrderId, out var known))
            {
                acceptance.AnswerRepeat(in side, account, known, ref sink);
            }
            else
            {
                quoted.RejectedSides++;
                var sequence = state.Accounts.NextSequence(account);
                OrderAcceptance.Report(in side, sequence, RejectReason.ListRejected, ref sink);
            }
        }
    }

    /// <summary>The buy first.</summary>
    private byte CancelOld<TSink>(int set, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Quotes.TryFindPair(set, market.Slot, out var pair))
        {
            return 0;
        }

        var quote = state.Quotes.Pair(pair);
        return (byte)(CancelSide(quote.Buy, ref sink) + CancelSide(quote.Sell, ref sink));
    }

    private int CancelSide<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (slot < 0)
        {
            return 0;
        }

        cancellation.Cancel(slot, CancelReason.QuoteReplaced, ref sink);
        return 1;
    }

    private void Enter<TSink>(
        ReadOnlySpan<NewOrder> sides, int account, int set, ref MassQuoted quoted, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < sides.Length; index++)
        {
            ref readonly var side = ref sides[index];
            var reason = keys.CheckOrder(in side, account);
            if (reason != RejectReason.None)
            {
                quoted.RejectedSides++;
                OrderAcceptance.Report(in side, state.Accounts.NextSequence(account), reason, ref sink);
                continue;
            }

            reason = admission.Admit(in side, account, false, default, out var candidate);
            if (reason == RejectReason.None && CrossesOtherSide(set, in candidate))
            {
                reason = RejectReason.QuoteCrossesItself;
            }

            if (reason != RejectReason.None)
            {
                quoted.RejectedSides++;
                acceptance.Refuse(in side, account, reason, ref sink);
                continue;
            }

            quoted.AcceptedSides++;
            candidate.Order.OrderId += index * Limits.LegOrderIdStep;
            candidate.Order.Traits |= OrderTraits.Quote;
            var slot = acceptance.Accept(in side, ref candidate, default, ref sink);
            state.Quotes.Attach(set, slot);
            entry.Enter(slot, candidate.Market, ref sink);
        }
    }

    private bool CrossesOtherSide(int set, in Candidate candidate)
    {
        if (!state.Quotes.TryFindPair(set, candidate.Market.Slot, out var pair))
        {
            return false;
        }

        ref readonly var quote = ref state.Quotes.Pair(pair);
        ref readonly var order = ref candidate.Order;
        return order.Side == Side.Buy
            ? quote.Sell >= 0 && order.PriceTicks >= state.Orders[quote.Sell].PriceTicks
            : quote.Buy >= 0 && order.PriceTicks <= state.Orders[quote.Buy].PriceTicks;
    }

    private static void Reject<TSink>(
        in MassQuote request, ulong accountSequence, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var rejected = new QuoteRejected
        {
            Account = request.Account,
            QuoteId = request.QuoteId,
            AccountSequence = accountSequence,
            MarketId = request.MarketId,
            QuoteSet = request.QuoteSet,
            Reason = reason,
        };
        sink.Append(EventType.QuoteRejected, in rejected);
    }
}
