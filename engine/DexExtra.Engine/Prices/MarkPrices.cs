using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Prices;

/// <summary>
/// B7: the mark price, the median of last trade, mid, moving mean of the mid and index, as far as they exist. All are
/// compared in half ticks with 16 more bits, so that only the result is rounded.
/// </summary>
internal sealed class MarkPrices(EngineState state, TriggerTracker tracker)
{
    private const int FractionBits = 16;
    private const int MeanWeight = 8;
    private const int Inputs = 4;

    /// <summary>
    /// Once per engine second and after each uncrossing that traded. Nothing happens while one side of the book is
    /// empty, or without any mid or trade.
    /// </summary>
    public void Compute<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var prices = market.Prices;
        if (market.Bids.Best < 0 || market.Asks.Best < 0)
        {
            return;
        }

        var mid = Mid(market);
        if (mid is null && !prices.HasLast)
        {
            return;
        }

        MoveMean(prices, mid);
        Span<Int128> values = stackalloc Int128[Inputs];
        var count = 0;
        Add(values, ref count, prices.HasLast ? Scaled(prices.LastTicks) : null);
        Add(values, ref count, mid);
        Add(values, ref count, prices.HasMean ? prices.Mean : null);
        Add(values, ref count, prices.HasIndex ? Scaled(prices.IndexTicks) : null);
        var twice = values[(count - 1) / 2] + values[count / 2];
        Set(market, twice >> (FractionBits + 2), ref sink);
    }

    /// <summary>A9: after an auction without trade the reference is the mark, if there is one.</summary>
    public void ComputeWithoutTrade<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (ReferencePrice.Of(market) is { } reference)
        {
            Set(market, reference, ref sink);
        }
    }

    private void Set<TSink>(Market market, Int128 ticks, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var wasFresh = IsFresh(market);
        var (mark, scan) = (market.MarginPrice, MarginTicks.BaseScan(market));
        Store(market, ticks, ref sink);
        if (!wasFresh || mark != market.MarginPrice || scan != MarginTicks.BaseScan(market))
        {
            state.Passes.RequestReview(market);
        }
    }

    private void Store<TSink>(Market market, Int128 ticks, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var prices = market.Prices;
        ref readonly var terms = ref market.Terms;
        var mark = (long)Int128.Clamp(ticks, terms.FloorTicks, terms.CapTicks);
        prices.MarkNs = state.TimestampNs;
        if (prices.HasMark)
        {
            var distance = Int128.Abs((Int128)mark - prices.MarkTicks);
            prices.Volatility = TickVolatility.Next(prices.Volatility, distance);
            if (mark == prices.MarkTicks)
            {
                return;
            }

            market.MarkMean.Count(in terms.Life, prices.MarkTicks, state.TimestampNs);
        }

        market.MarkMean.SinceNs = state.TimestampNs;

        prices.HasMark = true;
        prices.MarkTicks = mark;
        var changed = new MarkPriceChanged
        {
            MarketSequence = market.NextSequence(),
            MarketId = terms.MarketId,
            PriceTicks = mark,
        };
        sink.Append(EventType.MarkPriceChanged, in changed);
        tracker.OnValue(market, TriggerSource.Mark, mark);
    }

    private bool IsFresh(Market market) =>
        market.Prices.IsMarkFresh(state.TimestampNs, market.Rules.MarkMaxAgeSeconds);

    /// <summary>Null unless both best levels display enough lots.</summary>
    private Int128? Mid(Market market)
    {
        ref readonly var bid = ref state.Books.Level(market.Bids.Best);
        ref readonly var ask = ref state.Books.Level(market.Asks.Best);
        return Math.Min(bid.TotalLots, ask.TotalLots) >= market.Rules.MinMarkDepthLots
            ? ((Int128)bid.PriceTicks + ask.PriceTicks) << FractionBits
            : null;
    }

    private static void MoveMean(MarketPrices prices, Int128? mid)
    {
        if (mid is { } value)
        {
            prices.Mean = prices.HasMean
                ? prices.Mean + Steps.AwayFromZero(value - prices.Mean, MeanWeight)
                : value;
            prices.HasMean = true;
        }
    }

    private static Int128 Scaled(long ticks) => (Int128)ticks << (FractionBits + 1);

    /// <summary>Keeps the values sorted.</summary>
    private static void Add(Span<Int128> values, ref int count, Int128? value)
    {
        if (value is not { } added)
        {
            return;
        }

        var index = count++;
        for (; index > 0 && values[index - 1] > added; index--)
        {
            values[index] = values[index - 1];
        }

        values[index] = added;
    }
}
