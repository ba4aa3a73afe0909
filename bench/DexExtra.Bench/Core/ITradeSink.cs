namespace DexExtra.Bench.Core;

/// <summary>Where a book reports its trades; structs, so that calls are direct.</summary>
internal interface ITradeSink
{
    void Add(long makerId, long takerId, long priceTicks, long lots);
}
