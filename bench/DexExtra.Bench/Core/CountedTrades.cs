namespace DexExtra.Bench.Core;

/// <summary>Counts trades and lots, as the limit program does while it is timed.</summary>
internal struct CountedTrades() : ITradeSink
{
    public TradeTally Tally = new();

    public void Add(long makerId, long takerId, long priceTicks, long lots) => Tally.Count(lots);
}
