namespace DexExtra.Bench.Core;

/// <summary>Floor and cap of the market, and the room that a workload needs.</summary>
internal sealed record PriceRange(long FloorTicks, long CapTicks, int NewOrders)
{
    private const long UsualCap = 1 << 18;

    /// <summary>The usual market, or a wider one where the records ask for it.</summary>
    public static PriceRange Of(WorkloadRecord[] records)
    {
        var lowest = 0L;
        var highest = UsualCap - 1;
        var orders = 0;
        foreach (ref readonly var record in records.AsSpan())
        {
            if (record.Op != WorkloadOp.Cancel)
            {
                lowest = Math.Min(lowest, record.PriceTicks);
                highest = Math.Max(highest, record.PriceTicks);
                orders += record.Op == WorkloadOp.New ? 1 : 0;
            }
        }

        return new PriceRange(lowest, highest, orders);
    }
}
