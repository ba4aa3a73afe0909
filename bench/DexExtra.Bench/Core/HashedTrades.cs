namespace DexExtra.Bench.Core;

/// <summary>Everything that a workload's trades are compared by.</summary>
internal struct HashedTrades() : ITradeSink
{
    public TradeTally Tally = new();

    public void Add(long makerId, long takerId, long priceTicks, long lots) =>
        Tally.Add(makerId, takerId, priceTicks, lots);
}
