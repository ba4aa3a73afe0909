using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the state audit for triggers and pegs: every waiting stop is in exactly the queue that its terms name,
/// none is half released, and the counts that bound them add up.
/// </summary>
internal sealed class TriggerAudit(EngineState state)
{
    private int _waiting;

    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public void Check(Market market)
    {
        _waiting = 0;
        for (var source = TriggerSource.Last; source <= TriggerSource.Index; source++)
        {
            CheckLadder(market, source, true);
            CheckLadder(market, source, false);
        }

        CheckTrailing(market);
        CheckPegs(market);
        CheckOffBook(market);
    }

    private void CheckLadder(Market market, TriggerSource source, bool firesUpward)
    {
        var ladder = market.Triggers.Ladder(source, firesUpward);
        for (var level = ladder.Best; level >= 0;)
        {
            var triggerTicks = state.Levels[level].PriceTicks;
            for (var slot = state.Levels[level].Oldest; slot >= 0; slot = state.Orders[slot].Queue.Next)
            {
                ref readonly var terms = ref state.Orders.Terms(slot);
                Invariant.That(
                    state.Orders[slot].Place == OrderPlace.Trigger && state.Orders[slot].Market == market.Slot
                        && terms.Source == source && terms.FiresUpward == firesUpward
                        && terms.TriggerTicks == triggerTicks,
                    "a stop waits at its own trigger");
                _waiting++;
            }

            level = ladder.NextWorse(triggerTicks);
        }
    }

    private void CheckTrailing(Market market)
    {
        var slot = market.Triggers.Trailing.First;
        for (; slot >= 0; slot = Chain<ByKind>.Next(state.Orders, slot))
        {
            Invariant.That(
                state.Orders[slot].Place == OrderPlace.Trailing
                    && OrderCombinations.IsTrailing(state.Orders.Terms(slot).Type),
                "the list of trailing stops has no others");
            _waiting++;
        }

        Invariant.That(
            market.Triggers.Trailing.Count <= market.Triggers.TrailingOrders, "trailing stops that wait are open");
    }

    private void CheckPegs(Market market)
    {
        var pegs = 0;
        for (var slot = market.Pegs.First; slot >= 0; slot = Chain<ByKind>.Next(state.Orders, slot))
        {
            Invariant.That(
                state.Orders[slot].Place is OrderPlace.Level or OrderPlace.ParkedPeg, "a peg is on the book or parked");
            pegs++;
        }

        Invariant.That(pegs == market.Pegs.Count && pegs <= Limits.MaxPeggedOrders, "pegs are counted");
    }

    private void CheckOffBook(Market market)
    {
        for (var slot = market.OffBook.First; slot >= 0; slot = Chain<OffBook>.Next(state.Orders, slot))
        {
            if (state.Orders[slot].Place is OrderPlace.Trigger or OrderPlace.Trailing)
            {
                ref readonly var terms = ref state.Orders.Terms(slot);
                Invariant.That(
                    !terms.IsQueuedForRelease && !terms.HasFired, "between commands no stop is on its way out");
                _waiting--;
            }
        }

        Invariant.That(_waiting == 0, "every waiting stop is in one queue");
    }
}
