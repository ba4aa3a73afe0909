using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>All candles of one market, and the last 24 hours of it. Gate held.</summary>
internal sealed class MarketCandles
{
    public static readonly string[] Intervals = ["1s", "1m", "5m", "1h", "1d"];

    private const long NsPerSecond = 1_000_000_000;
    private const int Minutes = 1;
    private const TradeFlags OffMarket = TradeFlags.Block | TradeFlags.Deleveraging | TradeFlags.Bust;

    private static readonly long[] Seconds = [1, 60, 300, 3_600, 86_400];

    private readonly Queue<(ulong MatchId, long TimeNs, long Ticks, long Lots)> _recent = new();

    public CandleSeries[] Series { get; } =
        [.. Seconds.Select(seconds => new CandleSeries(seconds * NsPerSecond, GatewayLimits.CandlesKept))];

    /// <summary>U3: lots of block trades, which are no candles' volume, since the log began.</summary>
    public long BlockLots { get; private set; }

    /// <summary>Changes whenever the statistics may have.</summary>
    public long Version { get; private set; }

    public void Apply(in Traded trade)
    {
        Version++;
        if ((trade.Flags & TradeFlags.Bust) != 0)
        {
            Remove(trade.BustedMatchId);
            return;
        }

        if ((trade.Flags & TradeFlags.Block) != 0)
        {
            BlockLots += trade.QuantityLots;
        }

        if ((trade.Flags & OffMarket) != 0)
        {
            return;
        }

        foreach (var series in Series)
        {
            series.Add(trade.MatchedNs, trade.PriceTicks, trade.QuantityLots);
        }

        _recent.Enqueue((trade.MatchId, trade.MatchedNs, trade.PriceTicks, trade.QuantityLots));
        if (_recent.Count > GatewayLimits.TradesForCorrection)
        {
            _recent.Dequeue();
        }
    }

    public void Advance(long timeNs)
    {
        foreach (var series in Series)
        {
            Version += series.Advance(timeNs) ? 1 : 0;
        }
    }

    /// <summary>The last 24 hours in whole minutes, the open minute included; null before the first trade.</summary>
    public Candle? Day()
    {
        var minutes = Series[Minutes].Candles;
        if (minutes.Count == 0)
        {
            return null;
        }

        var first = Math.Max(0, minutes.Count - GatewayLimits.CandlesKept);
        var day = minutes[first];
        for (var index = first + 1; index < minutes.Count; index++)
        {
            var next = minutes[index];
            day = day with
            {
                HighTicks = Math.Max(day.HighTicks, next.HighTicks),
                LowTicks = Math.Min(day.LowTicks, next.LowTicks),
                CloseTicks = next.CloseTicks,
                Lots = day.Lots + next.Lots,
                TickLots = day.TickLots + next.TickLots,
                Trades = day.Trades + next.Trades,
            };
        }

        return day;
    }

    /// <summary>Only for the newest trades; an older one stays in its candles.</summary>
    private void Remove(ulong matchId)
    {
        var busted = _recent.FirstOrDefault(trade => trade.MatchId == matchId);
        if (busted.MatchId != matchId || matchId == 0)
        {
            return;
        }

        foreach (var series in Series)
        {
            series.Remove(busted.TimeNs, busted.Ticks, busted.Lots);
        }
    }
}
