using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Sweeps;

/// <summary>
/// Cancels the quotes of frozen sets (C12): sets in order of their freeze, of each its markets, newest quote first, of
/// each the buy and then the sell. Orders of a market that is uncrossing are passed over and wait.
/// </summary>
internal sealed class QuoteSweep(EngineState state, OrderCancellation cancellation)
{
    /// <summary>Visits so many orders at most; returns how many visits are left.</summary>
    public int Run<TSink>(int visits, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < state.Quotes.QueuedCount;)
        {
            var set = state.Quotes.QueuedAt(index);
            visits = Visit(set, visits, ref sink);
            if (state.Quotes[set].FirstPair < 0)
            {
                state.Quotes.EndQueued(index);
            }
            else if (visits == 0)
            {
                break;
            }
            else
            {
                index++;
            }
        }

        return visits;
    }

    private int Visit<TSink>(int set, int visits, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var pair = state.Quotes[set].FirstPair; pair >= 0 && visits > 0;)
        {
            var quote = state.Quotes.Pair(pair);
            if (state.Markets[quote.Market].IsUncrossing)
            {
                visits--;
            }
            else
            {
                visits = Cancel(quote.Buy, visits, ref sink);
                visits = Cancel(quote.Sell, visits, ref sink);
            }

            pair = quote.Next;
        }

        return visits;
    }

    private int Cancel<TSink>(int slot, int visits, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (slot < 0 || visits == 0)
        {
            return visits;
        }

        cancellation.Cancel(slot, CancelReason.QuoteProtection, ref sink);
        return visits - 1;
    }
}
