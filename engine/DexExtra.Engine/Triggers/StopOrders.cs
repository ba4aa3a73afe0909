using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>Stops that wait: where they are kept, and what their trigger is now (T2, T6, T11).</summary>
internal sealed class StopOrders(EngineState state, OrderCancellation cancellation)
{
    /// <summary>T2: the trigger is already true and the order does not allow that.</summary>
    public static bool IsTrueOnEntry(in OrderTerms terms, Market market) =>
        (terms.Flags & OrderFlags.AllowImmediate) == 0 && IsTrue(in terms, market);

    /// <summary>
    /// Puts an open stop where it waits, with a new stamp; it is kept already and in no place. One whose trigger is
    /// true already fires in the effects of this command. Without room for its trigger it ends.
    /// </summary>
    public void Park<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var terms = ref state.Orders.Terms(slot);
        var market = state.Markets[state.Orders[slot].Market];
        if (OrderCombinations.IsTrailing(terms.Type))
        {
            TrailingStops.Start(ref terms, state.Orders[slot].Side, market);
            state.Placement.ParkTrailing(slot);
            return;
        }

        if (!state.Placement.HasTriggerRoom(market, terms.Source, terms.FiresUpward, terms.TriggerTicks))
        {
            cancellation.Cancel(slot, CancelReason.TriggerFailed, ref sink, 0, RejectReason.LimitReached);
            return;
        }

        state.Placement.ParkStop(slot);
        market.Triggers.Reached(terms.Source, terms.FiresUpward).Forget();
        if (market.State == MarketState.Continuous && IsTrue(in terms, market))
        {
            TriggerValues.TryGet(market, terms.Source, out var ticks);
            market.Triggers.Step(terms.Source).Add(ticks);
            state.Effects.Steps.Add(market);
        }
    }

    private static bool IsTrue(in OrderTerms terms, Market market) =>
        !OrderCombinations.IsTrailing(terms.Type)
        && TriggerValues.TryGet(market, terms.Source, out var ticks)
        && TriggerValues.Fires(terms.FiresUpward, terms.TriggerTicks, ticks);
}
