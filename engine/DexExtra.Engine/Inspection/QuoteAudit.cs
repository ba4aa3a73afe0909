using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the audit that is about quotes (C12): each open side is in the quote of its set, account and market;
/// between commands no set is breached, and only a frozen one is being swept.
/// </summary>
internal static class QuoteAudit
{
    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public static void Check(EngineState state, int quotedOrders)
    {
        var quotes = state.Quotes;
        var (pairs, orders, queued) = (0, 0, 0);
        for (var slot = 0; slot < quotes.Count; slot++)
        {
            ref readonly var set = ref quotes[slot];
            Invariant.That(
                quotes.TryFind(set.Account, set.Number, out var found) && found == slot, "a quote set is found");
            Invariant.That(!set.IsBreached, "a reached limit is acted on in its command");
            Invariant.That(!set.IsQueued || set.FirstPair >= 0, "a set without quotes is not swept");
            queued += set.IsQueued ? 1 : 0;
            for (var (pair, previous) = (set.FirstPair, -1); pair >= 0; pair = quotes.Pair(pair).Next)
            {
                ref readonly var quote = ref quotes.Pair(pair);
                Invariant.That(
                    quote.Set == slot && quote.Previous == previous
                        && quotes.TryFindPair(slot, quote.Market, out var byMarket) && byMarket == pair,
                    "a quote is of its set and found by its market");
                var sides = CountSide(state, pair, quote.Buy, Side.Buy) + CountSide(state, pair, quote.Sell, Side.Sell);
                Invariant.That(sides > 0, "a quote has an open side");
                orders += sides;
                pairs++;
                previous = pair;
            }
        }

        Invariant.That(pairs == quotes.PairCount, "every quote is in the list of its set");
        Invariant.That(orders == quotedOrders, "every order that is a side of a quote is in it");
        Invariant.That(queued == quotes.QueuedCount && quotes.BreachedCount == 0, "every set that is swept is queued");
    }

    private static int CountSide(EngineState state, int pair, int slot, Side side)
    {
        if (slot < 0)
        {
            return 0;
        }

        ref readonly var order = ref state.Orders[slot];
        ref readonly var quote = ref state.Quotes.Pair(pair);
        Invariant.That(
            (order.Traits & OrderTraits.Quote) != 0 && order.Side == side && order.Market == quote.Market
                && order.Account == state.Quotes[quote.Set].Account && state.Orders.Terms(slot).Quote == pair,
            "a side of a quote is of its account, market and side");
        return 1;
    }
}
