using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>
/// Tells the stops of a market how their sources move (T1, T3, T11). Only values of continuous trading make a step that
/// is tested; others move watermarks and are remembered.
/// </summary>
internal sealed class TriggerTracker(EngineState state)
{
    private readonly TrailingStops _trailing = new(state);

    /// <summary>One taker traded from its first to its last price, which only rose or only fell.</summary>
    public void OnTrades(Market market, long firstTicks, long lastTicks)
    {
        ref readonly var step = ref market.Triggers.Step(TriggerSource.Last);
        market.Triggers.Cascade.Begin(state.Sequence, step.HasValue, step.ValueTicks);
        _trailing.Follow(market, TriggerSource.Last, firstTicks, lastTicks);
        AddToStep(market, TriggerSource.Last, firstTicks);
        AddToStep(market, TriggerSource.Last, lastTicks);
    }

    /// <summary>A source has a new value: mark, index, or LAST by an auction.</summary>
    public void OnValue(Market market, TriggerSource source, long ticks)
    {
        _trailing.Follow(market, source, ticks, ticks);
        AddToStep(market, source, ticks);
    }

    /// <summary>The market entered continuous trading: each source is tested with its present value.</summary>
    public void OnContinuous(Market market)
    {
        Invariant.That(market.State == MarketState.Continuous, "stops are tested in continuous trading");
        for (var source = TriggerSource.Last; source <= TriggerSource.Index; source++)
        {
            if (TriggerValues.TryGet(market, source, out var ticks))
            {
                market.Triggers.Step(source).Drop();
                OnValue(market, source, ticks);
            }
        }
    }

    private void AddToStep(Market market, TriggerSource source, long ticks)
    {
        ref var step = ref market.Triggers.Step(source);
        if (state.IsOpen(market))
        {
            step.Add(ticks);
            state.Effects.Steps.Add(market);
        }
        else
        {
            step.Note(ticks);
        }
    }
}
