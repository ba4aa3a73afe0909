using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>T1, T2: what the sources of a market are worth now, and the test of a trigger against a value.</summary>
internal static class TriggerValues
{
    /// <summary>False if the source has no value yet.</summary>
    public static bool TryGet(Market market, TriggerSource source, out long ticks)
    {
        var prices = market.Prices;
        (var hasValue, ticks) = source switch
        {
            TriggerSource.Last => (prices.HasLast, prices.LastTicks),
            TriggerSource.Mark => (prices.HasMark, prices.MarkTicks),
            _ => (prices.HasIndex, prices.IndexTicks),
        };
        return hasValue;
    }

    public static bool Fires(bool firesUpward, long triggerTicks, long sourceTicks) =>
        firesUpward ? sourceTicks >= triggerTicks : sourceTicks <= triggerTicks;

    /// <summary>A distance that fits whatever the two prices are.</summary>
    public static ulong Distance(long oneTicks, long otherTicks) =>
        (ulong)Int128.Abs((Int128)oneTicks - otherTicks);
}
