using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>
/// T11: watermarks of trailing stops and the triggers that follow them. Watermarks move with every value of their
/// source in every state of the market; a stop fires in continuous trading only. One that fired keeps the trigger that
/// it fired at until it is released or waits again.
/// </summary>
internal sealed class TrailingStops(EngineState state)
{
    /// <summary>
    /// The source went from one value to another in one direction: every trailing stop that follows it is tested and
    /// moved with the first, then with the last.
    /// </summary>
    public void Follow(Market market, TriggerSource source, long firstTicks, long lastTicks)
    {
        var isTested = market.State == MarketState.Continuous;
        var slot = market.Triggers.Trailing.First;
        for (; slot >= 0; slot = Chain<ByKind>.Next(state.Orders, slot))
        {
            ref var terms = ref state.Orders.Terms(slot);
            if (terms.Source == source)
            {
                Follow(ref terms, state.Orders[slot].Side, firstTicks, isTested);
                Follow(ref terms, state.Orders[slot].Side, lastTicks, isTested);
            }
        }
    }

    /// <summary>Stops that fired but were not queued wait again: the market left continuous trading.</summary>
    public void ForgetFired(Market market)
    {
        var slot = market.Triggers.Trailing.First;
        for (; slot >= 0; slot = Chain<ByKind>.Next(state.Orders, slot))
        {
            ref var terms = ref state.Orders.Terms(slot);
            if (terms.HasFired && !terms.IsQueuedForRelease)
            {
                WaitAgain(ref terms, state.Orders[slot].Side);
            }
        }
    }

    /// <summary>A new trailing stop without activation price starts at the source's value, if there is one.</summary>
    public static void Start(ref OrderTerms terms, Side side, Market market)
    {
        if (!terms.HasWatermark
            && (terms.Flags & OrderFlags.HasActivationPrice) == 0
            && TriggerValues.TryGet(market, terms.Source, out var ticks))
        {
            terms.HasWatermark = true;
            terms.WatermarkTicks = ticks;
        }

        SetTrigger(ref terms, side);
    }

    /// <summary>A trailing stop that fired was not released: its trigger follows its watermark again.</summary>
    public static void WaitAgain(ref OrderTerms terms, Side side)
    {
        terms.HasFired = false;
        SetTrigger(ref terms, side);
    }

    private static void Follow(ref OrderTerms terms, Side side, long ticks, bool isTested)
    {
        if (!terms.HasWatermark)
        {
            terms.HasWatermark = IsActivatedBy(in terms, side, ticks);
            terms.WatermarkTicks = terms.HasWatermark ? ticks : 0;
        }
        else
        {
            var trigger = Trigger(in terms, side);
            terms.HasFired |= isTested && (side == Side.Sell ? ticks <= trigger : ticks >= trigger);
            terms.WatermarkTicks = side == Side.Sell
                ? Math.Max(terms.WatermarkTicks, ticks)
                : Math.Min(terms.WatermarkTicks, ticks);
        }

        SetTrigger(ref terms, side);
    }

    private static bool IsActivatedBy(in OrderTerms terms, Side side, long ticks) =>
        (terms.Flags & OrderFlags.HasActivationPrice) == 0
        || (side == Side.Buy ? ticks <= terms.ActivationTicks : ticks >= terms.ActivationTicks);

    /// <summary>The trigger that the watermark gives; one that fired keeps the trigger that it fired at.</summary>
    public static void SetTrigger(ref OrderTerms terms, Side side)
    {
        if (!terms.HasWatermark || terms.HasFired)
        {
            return;
        }

        terms.TriggerTicks = (long)Int128.Clamp(Trigger(in terms, side), long.MinValue, long.MaxValue);
    }

    /// <summary>Exact where an index far from all prices takes it out of Int64.</summary>
    private static Int128 Trigger(in OrderTerms terms, Side side) =>
        terms.WatermarkTicks + (side == Side.Sell ? -Distance(in terms) : Distance(in terms));

    /// <summary>In basis points rounded up; a watermark that is no price above 0 has no distance.</summary>
    private static Int128 Distance(in OrderTerms terms)
    {
        if (terms.TrailingBasisPoints == 0)
        {
            return terms.TrailingTicks;
        }

        var scaled = Math.BigMul(Math.Max(terms.WatermarkTicks, 0), (long)terms.TrailingBasisPoints);
        return (scaled + Limits.BasisPoints - 1) / Limits.BasisPoints;
    }
}
