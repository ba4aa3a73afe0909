using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Engine.Quotes;

/// <summary>
/// Step 15 of G2: freezes the sets whose limits were reached, in the order in which that happened, and cancels their
/// quotes, before anything that the command set off may meet them (C12).
/// </summary>
internal sealed class QuoteProtection(EngineState state, OrderSweeps sweeps)
{
    public bool HasWork => state.Quotes.BreachedCount > 0;

    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!HasWork)
        {
            return;
        }

        for (var index = 0; index < state.Quotes.BreachedCount; index++)
        {
            Freeze(state.Quotes.BreachedAt(index), ref sink);
        }

        state.Quotes.ClearBreached();
        sweeps.SweepQuotes(ref sink);
    }

    private void Freeze<TSink>(int set, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var quotes = ref state.Quotes[set];
        quotes.IsBreached = false;
        quotes.FrozenUntilNs = quotes.FrozenSeconds == 0
            ? QuoteProtectionChanged.UntilReset
            : state.TimestampNs + (quotes.FrozenSeconds * Limits.NsPerSecond);
        var changed = QuoteProtectionHandler.Report(state, set, QuoteProtectionCause.Triggered);
        changed.AccountSequence = state.Accounts.NextSequence(quotes.Account);
        sink.Append(EventType.QuoteProtectionChanged, in changed);
        quotes.EndWindow();
        if (quotes.FirstPair >= 0 && !quotes.IsQueued)
        {
            state.Quotes.Queue(set);
        }
    }
}
