using DexExtra.Engine.Book;
using DexExtra.Engine.Collections;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the state hash that triggers, pegs and TWAPs add: what the sources of a market were worth when stops
/// were last tested, the moving terms of its waiting orders, and the markets whose pegs wait for the next command. Slot
/// numbers of orders do not enter.
/// </summary>
internal readonly struct TriggerHash(EngineState state)
{
    /// <summary>Folds a market's sources and its orders off the book, in order of entry.</summary>
    public ulong Fold(ulong hash, Market market)
    {
        for (var source = TriggerSource.Last; source <= TriggerSource.Index; source++)
        {
            ref readonly var step = ref market.Triggers.Step(source);
            hash = Fold(hash, step.HasTested ? 1 : 0, step.HasTested ? step.TestedTicks : 0);
            hash = Fold(hash, step.HasValue ? 1 : 0, step.HasValue ? step.ValueTicks : 0);
        }

        hash = Fold(hash, market.Triggers.TrailingOrders, market.Pegs.Count);
        for (var slot = market.OffBook.First; slot >= 0; slot = Chain<OffBook>.Next(state.Orders, slot))
        {
            hash = FoldOrder(hash, slot);
        }

        return hash;
    }

    /// <summary>Folds the markets whose pegs look again in the next command.</summary>
    public ulong FoldBacklog(ulong hash)
    {
        for (var index = 0; index < state.PegBacklog.Count; index++)
        {
            hash = Fold(hash, index, state.Markets[state.PegBacklog[index]].Terms.MarketId);
        }

        return hash;
    }

    private ulong FoldOrder(ulong hash, int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Orders.Terms(slot);
        hash = Fold(hash, order.OrderId, order.Stamp);
        hash = Fold(hash, (long)order.Place, order.PriceTicks);
        hash = Fold(hash, order.LeavesLots, unchecked((long)order.DueSeconds));
        hash = Fold(hash, terms.LimitTicks, terms.TriggerTicks);
        hash = Fold(hash, terms.HasWatermark ? 1 : 0, terms.HasWatermark ? terms.WatermarkTicks : 0);
        return Fold(hash, terms.SlicesDone, unchecked((long)terms.EntrySeconds));
    }

    private static ulong Fold(ulong hash, long first, long second) =>
        unchecked(Mix.Fold(Mix.Fold(hash, (ulong)first), (ulong)second));
}
