using DexExtra.Engine.Auctions;
using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>
/// Effects D: finds the stops that the steps of the markets fire and appends them to the release queue in T4 order,
/// market by market in order of first change, LAST before MARK before INDEX. What does not fit is a cascade (T5).
/// </summary>
internal sealed class TriggerTest(EngineState state, CallAuctions calls)
{
    private readonly FiredStops _fired = new(ReleaseQueue.Capacity);
    private readonly TrailingStops _trailing = new(state);

    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        // the list may grow while calls start, at its end
        for (var index = 0; index < state.Effects.Steps.Markets.Length; index++)
        {
            Test(state.Markets[state.Effects.Steps.Markets[index]], ref sink);
        }

        state.Effects.Steps.Clear(state.Markets);
    }

    private void Test<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var isContinuous = state.IsOpen(market);
        var isCascade = false;
        for (var source = TriggerSource.Last; source <= TriggerSource.Index; source++)
        {
            ref var step = ref market.Triggers.Step(source);
            if (!isContinuous)
            {
                step.Drop();
            }
            else if (step.IsPending)
            {
                isCascade |= !Queue(market, source, in step);
                step.Close();
            }
        }

        if (!isContinuous || isCascade)
        {
            _trailing.ForgetFired(market);
        }

        if (isCascade)
        {
            calls.StartAfterCascade(market, ref sink);
        }
    }

    /// <summary>False if not all that fired fit.</summary>
    private bool Queue(Market market, TriggerSource source, in SourceStep step)
    {
        _fired.Begin(state.Effects.Releases.Room);
        OfferLadder(market, source, true, in step);
        OfferLadder(market, source, false, in step);
        OfferTrailing(market, source, in step);
        foreach (ref readonly var stop in _fired.Sort())
        {
            state.Orders.Terms(stop.Slot).IsQueuedForRelease = true;
            state.Effects.Releases.Add(in stop);
        }

        return !_fired.HasOverflow;
    }

    private void OfferLadder(Market market, TriggerSource source, bool firesUpward, in SourceStep step)
    {
        var ladder = market.Triggers.Ladder(source, firesUpward);
        var reachedTicks = firesUpward ? step.HighTicks : step.LowTicks;
        for (var level = FirstUntested(market, source, firesUpward); level >= 0;)
        {
            var triggerTicks = state.Levels[level].PriceTicks;
            if (!TriggerValues.Fires(firesUpward, triggerTicks, reachedTicks))
            {
                return;
            }

            // beyond the value before the step distances only grow
            var isBeyond = TriggerValues.Fires(!firesUpward, triggerTicks, step.BeforeTicks);
            if (!OfferLevel(level, source, firesUpward, in step) && isBeyond)
            {
                return;
            }

            market.Triggers.Reached(source, firesUpward).Set(state.Sequence, triggerTicks);
            level = ladder.NextWorse(triggerTicks);
        }
    }

    /// <summary>The level behind those that this command has queued; the first if the last of them is gone.</summary>
    private int FirstUntested(Market market, TriggerSource source, bool firesUpward)
    {
        var ladder = market.Triggers.Ladder(source, firesUpward);
        return market.Triggers.Reached(source, firesUpward).TryGet(state.Sequence, out var ticks)
            && ladder.Find(ticks) >= 0
                ? ladder.NextWorse(ticks)
                : ladder.Best;
    }

    /// <summary>False if one of the level did not fit: no younger one does.</summary>
    private bool OfferLevel(int level, TriggerSource source, bool firesUpward, in SourceStep step)
    {
        for (var slot = state.Levels[level].Oldest; slot >= 0; slot = state.Orders[slot].Queue.Next)
        {
            if (!state.Orders.Terms(slot).IsQueuedForRelease && !Offer(slot, source, firesUpward, in step))
            {
                return false;
            }
        }

        return true;
    }

    private void OfferTrailing(Market market, TriggerSource source, in SourceStep step)
    {
        var slot = market.Triggers.Trailing.First;
        for (; slot >= 0; slot = Chain<ByKind>.Next(state.Orders, slot))
        {
            ref readonly var terms = ref state.Orders.Terms(slot);
            if (terms.HasFired && !terms.IsQueuedForRelease && terms.Source == source)
            {
                Offer(slot, source, terms.FiresUpward, in step);
            }
        }
    }

    private bool Offer(int slot, TriggerSource source, bool firesUpward, in SourceStep step)
    {
        ref readonly var order = ref state.Orders[slot];
        var stop = new FiredStop
        {
            Slot = slot,
            OrderId = order.OrderId,
            Stamp = order.Stamp,
            Distance = TriggerValues.Distance(state.Orders.Terms(slot).TriggerTicks, step.BeforeTicks),
            Source = source,
            SourceTicks = firesUpward ? step.HighTicks : step.LowTicks,
        };
        return _fired.Offer(in stop);
    }
}
