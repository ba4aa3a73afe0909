using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>C12, docs/matching.md §17: quotes and their protection.</summary>
public sealed partial class ReferenceEngine
{
    private const OrderFlags QuoteFlags = OrderFlags.PostOnly | OrderFlags.PostOnlySlide | OrderFlags.Decrement
        | OrderFlags.ConfirmLarge;

    /// <summary>Sets whose limits the command has reached, in that order.</summary>
    private readonly List<ReferenceQuoteSet> _overLimit = [];

    private void Apply(in MassQuote request)
    {
        var reason = QuoteRefusal(in request, out var set);
        var sides = MassQuote.SidesOf(in request)[..Math.Min((int)request.SideCount, MassQuote.MaxSides)].ToArray();
        var isRepeat = reason == RejectReason.None
            && sides.Any(side => set!.Account.Orders.ContainsKey(side.ClientOrderId));
        if (reason == RejectReason.None && !isRepeat && sides.Length > 0 && IsFrozen(set!))
        {
            reason = RejectReason.QuoteSetFrozen;
        }

        if (reason != RejectReason.None)
        {
            RejectQuote(request.Account, request.QuoteId, request.MarketId, request.QuoteSet, reason);
            return;
        }

        var quoted = new MassQuoted
        {
            Account = request.Account,
            QuoteId = request.QuoteId,
            MarketId = request.MarketId,
            QuoteSet = request.QuoteSet,
        };
        if (isRepeat)
        {
            quoted.RejectedSides = (byte)sides.Count(side => !set!.Account.Orders.ContainsKey(side.ClientOrderId));
            AnswerRepeats(sides);
        }
        else
        {
            foreach (var old in SidesOf(set!, request.MarketId).OrderBy(order => order.Side).ToList())
            {
                quoted.CancelledSides++;
                Cancel(old, CancelReason.QuoteReplaced);
            }

            for (var index = 0; index < sides.Length; index++)
            {
                var isAccepted = TryQuote(set!, in sides[index], index);
                quoted.AcceptedSides += (byte)(isAccepted ? 1 : 0);
                quoted.RejectedSides += (byte)(isAccepted ? 0 : 1);
            }
        }

        quoted.AccountSequence = ++set!.Account.Sequence;
        _state.Sink.Append(EventType.MassQuoted, quoted);
    }

    /// <summary>What is refused as a whole.</summary>
    private RejectReason QuoteRefusal(in MassQuote request, out ReferenceQuoteSet? set)
    {
        set = null;
        if (!_state.Accounts.ContainsKey(request.Account))
        {
            return RejectReason.UnknownAccount;
        }

        var (id, market) = (request.GrantId, request.MarketId);
        var reason = KeyRefusal(id, request.Account, SessionKeyPermissions.Trade);
        reason = Then(reason, () => MarketRefusal(id, market));
        if (reason != RejectReason.None)
        {
            return reason;
        }

        if (!_state.Markets.TryGetValue(market, out var found))
        {
            return RejectReason.UnknownMarket;
        }

        if (!IsQuote(in request))
        {
            return RejectReason.InvalidQuote;
        }

        set = SetOf(request.Account, request.QuoteSet);
        return set is null ? RejectReason.QuoteSetUnknown
            : found.IsUncrossing ? RejectReason.MarketStateForbids
            : RejectReason.None;
    }

    private static bool IsQuote(in MassQuote request)
    {
        var message = request;
        if (request.SideCount > MassQuote.MaxSides)
        {
            return false;
        }

        var sides = MassQuote.SidesOf(in request)[..request.SideCount].ToArray();
        return sides.All(side => side.Order.Account == message.Account && side.Order.MarketId == message.MarketId
                && side.Order.OrderType == OrderType.Limit
                && side.Order.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day
                && (side.Order.Flags & ~QuoteFlags) == 0
                && side.Order.Instructions.Equals(default(OrderInstructions)))
            && sides.DistinctBy(side => side.Order.Side).Count() == sides.Length
            && sides.DistinctBy(side => side.ClientOrderId).Count() == sides.Length;
    }

    private bool TryQuote(ReferenceQuoteSet set, in NewOrder side, int index)
    {
        var outside = OrderKeyRefusal(in side);
        if (outside != RejectReason.None)
        {
            Reject(in side, outside, ++set.Account.Sequence);
            return false;
        }

        var order = new ReferenceOrder(side, set.Account) { QuoteSet = set };
        var reason = Admit(order, []);
        reason = Then(reason, () => SidesOf(set, order.MarketId).Any(other => Crosses(order, other))
            ? RejectReason.QuoteCrossesItself
            : RejectReason.None);
        if (reason != RejectReason.None)
        {
            Refuse(order, reason);
            return false;
        }

        order.OrderId = _state.Sequence + (index * Limits.LegOrderIdStep);
        _state.Remember(order);
        var quote = set.Quotes.Find(item => item.Market == order.MarketId);
        if (quote.Sides is null)
        {
            quote = (order.MarketId, []);
            set.Quotes.Add(quote);
        }

        quote.Sides.Add(order);
        AcceptNew(order);
        EnterNew(order);
        return true;
    }

    private static bool Crosses(ReferenceOrder order, ReferenceOrder other) =>
        order.IsBuy ? order.PriceTicks >= other.PriceTicks : order.PriceTicks <= other.PriceTicks;

    private static List<ReferenceOrder> SidesOf(ReferenceQuoteSet set, uint market) =>
        set.Quotes.Find(quote => quote.Market == market).Sides ?? [];

    private ReferenceQuoteSet? SetOf(AccountId account, uint number) =>
        _state.QuoteSets.Find(set => set.Account.Id == account && set.Number == number);

    private bool IsFrozen(ReferenceQuoteSet set) =>
        _state.NowNs < set.FrozenUntilNs || _state.FrozenSets.Contains(set) || _overLimit.Contains(set);

    private void RejectQuote(AccountId account, ulong id, uint market, uint set, RejectReason reason) =>
        _state.Sink.Append(EventType.QuoteRejected, new QuoteRejected
        {
            Account = account,
            QuoteId = id,
            AccountSequence = NextSequence(account),
            MarketId = market,
            QuoteSet = set,
            Reason = reason,
        });

    private static void LeaveQuote(ReferenceOrder order)
    {
        if (order.QuoteSet is { } set)
        {
            SidesOf(set, order.MarketId).Remove(order);
            set.Quotes.RemoveAll(quote => quote.Sides.Count == 0);
        }
    }
}
