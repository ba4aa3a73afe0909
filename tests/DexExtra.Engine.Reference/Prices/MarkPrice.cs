using System.Numerics;

namespace DexExtra.Engine.Reference.Prices;

/// <summary>B7: median of last trade, mid, mean of mids and index.</summary>
public static class MarkPrice
{
    /// <summary>16-bit fixed point of half ticks.</summary>
    private static readonly BigInteger One = 65_536;

    /// <summary>Null where nothing is computed: value, mean and age stay as they are.</summary>
    public static MarkState? Next(MarkState state, MarkInputs inputs)
    {
        if (inputs.BestBidTicks is not { } bid || inputs.BestAskTicks is not { } ask)
        {
            return null;
        }

        var isDeep = inputs.BidLots >= inputs.MinMarkDepthLots && inputs.AskLots >= inputs.MinMarkDepthLots;
        BigInteger? mid = isDeep ? ((BigInteger)bid + ask) * One : null;
        if (mid is null && inputs.LastTicks is null)
        {
            return null;
        }

        var mean = mid is null ? state.MeanMid
            : state.MeanMid is { } before ? before + FixedMath.AwayFromZero(mid.Value - before, 8)
            : mid;
        var values = new[] { (BigInteger?)inputs.LastTicks * 2 * One, mid, mean, (BigInteger?)inputs.IndexTicks * 2 * One }
            .Where(value => value is not null).Select(value => value!.Value).Order().ToList();
        var twice = values[(values.Count - 1) / 2] + values[values.Count / 2];
        var ticks = FixedMath.Floor(twice, 4 * One);
        return Move(state with { MeanMid = mean }, BigInteger.Clamp(ticks, inputs.FloorTicks, inputs.CapTicks));
    }

    /// <summary>A9: an uncrossing without trade.</summary>
    public static MarkState? AtReference(MarkState state, long? referenceTicks) =>
        referenceTicks is { } reference ? Move(state, reference) : null;

    private static MarkState Move(MarkState state, BigInteger ticks)
    {
        var mark = (long)ticks;
        return state with
        {
            MarkTicks = mark,
            Volatility = state.MarkTicks is { } previous
                ? TickVolatility.Next(state.Volatility, previous, mark)
                : state.Volatility,
        };
    }
}
