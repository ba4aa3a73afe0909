using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Prices;

/// <summary>B3, B4: where a taker may trade, fixed when it starts.</summary>
public sealed class ExecutionWindow
{
    private readonly List<Bound> _bounds = [];

    public ExecutionWindow(in TradingRules rules, long? referenceTicks, PriceHistory history, long nowSecond)
    {
        Add(referenceTicks, rules.ExecutionBandTicks, rules.AuctionSeconds, StateCause.ExecutionBand);
        foreach (var trigger in (VolatilityTrigger[])[rules.FirstTrigger, rules.SecondTrigger, rules.ThirdTrigger])
        {
            var center = history.PriceBefore(nowSecond, trigger.HorizonSeconds) ?? referenceTicks;
            Add(center, trigger.Ticks, trigger.AuctionSeconds, StateCause.VolatilityTrigger);
        }
    }

    /// <summary>One band: prices within Ticks of Center.</summary>
    private sealed record Bound(long Center, long Ticks, uint AuctionSeconds, StateCause Cause)
    {
        public bool Allows(long priceTicks) => BigInteger.Abs((BigInteger)priceTicks - Center) <= Ticks;
    }

    public bool Allows(long priceTicks) => _bounds.All(bound => bound.Allows(priceTicks));

    /// <summary>The auction that an edge at the price starts: its length before the draw, and its cause.</summary>
    public (uint AuctionSeconds, StateCause Cause) Breach(long priceTicks)
    {
        var breached = _bounds.Where(bound => !bound.Allows(priceTicks)).ToList();
        return ((uint)breached.Sum(bound => bound.AuctionSeconds), breached[0].Cause);
    }

    private void Add(long? center, long ticks, uint seconds, StateCause cause)
    {
        if (center is { } price && ticks > 0)
        {
            _bounds.Add(new Bound(price, ticks, seconds, cause));
        }
    }
}
