using DexExtra.Engine.Lists;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Quotes;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Effects;

/// <summary>
/// Carries out what a command set off, until nothing is left: links, reduce-only resize, quote protection, all-or-none,
/// then one released stop, and again (docs/matching.md §2). Bounded by the command's budget and the cascade guard (T5).
/// </summary>
internal sealed class EffectsRunner(
    LinkActions links, ReduceOnlyGuard reduceOnly, QuoteProtection quotes, AllOrNoneMatcher allOrNone,
    TriggerRelease triggers)
{
    /// <summary>Links and resize alone, after a slice of an uncrossing (A11).</summary>
    public void Settle<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        do
        {
            links.Run(ref sink);
            reduceOnly.Run(ref sink);
        }
        while (links.HasWork || reduceOnly.HasWork);
    }

    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        do
        {
            links.Run(ref sink);
            reduceOnly.Run(ref sink);
            quotes.Run(ref sink);
            allOrNone.Run(ref sink);
        }
        while (links.HasWork || reduceOnly.HasWork || quotes.HasWork || triggers.ReleaseNext(ref sink));
    }
}
