using DexExtra.Bench.Core;

namespace DexExtra.Bench.Tests;

/// <summary>The rules of the records once more: one list in order of entry, searched from the beginning each time.</summary>
internal sealed class SlowBook
{
    private const ulong Prime = 1_099_511_628_211;
    private readonly List<Resting> _open = [];

    public ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    public int Trades { get; private set; }

    public void Apply(WorkloadRecord record)
    {
        var side = record.SideCode;
        if (record.Op is WorkloadOp.Cancel or WorkloadOp.Replace)
        {
            var order = _open.Single(order => order.Id == record.Id);
            side = order.Side;
            _open.Remove(order);
        }

        if (record.Op == WorkloadOp.Cancel)
        {
            return;
        }

        var lots = record.QuantityLots;
        while (lots > 0 && BestFor(side, record.PriceTicks) is { } maker)
        {
            var traded = Math.Min(lots, maker.Lots);
            Count(maker.Id, record.Id, maker.Price, traded);
            lots -= traded;
            maker.Lots -= traded;
            if (maker.Lots == 0)
            {
                _open.Remove(maker);
            }
        }

        if (lots > 0 && record.Op != WorkloadOp.Immediate)
        {
            _open.Add(new Resting { Id = record.Id, Side = side, Price = record.PriceTicks, Lots = lots });
        }
    }

    /// <summary>Best price, then oldest: the first one that no later one beats.</summary>
    private Resting? BestFor(byte taker, long limit)
    {
        Resting? best = null;
        foreach (var order in _open)
        {
            var crosses = taker == 0 ? order.Price <= limit : order.Price >= limit;
            if (order.Side == taker || !crosses)
            {
                continue;
            }

            if (best is null || (taker == 0 ? order.Price < best.Price : order.Price > best.Price))
            {
                best = order;
            }
        }

        return best;
    }

    private void Count(params ReadOnlySpan<long> values)
    {
        Trades++;
        foreach (var value in values)
        {
            Hash = unchecked((Hash ^ (ulong)value) * Prime);
        }
    }

    private sealed class Resting
    {
        public long Id { get; init; }

        public byte Side { get; init; }

        public long Price { get; init; }

        public long Lots { get; set; }
    }
}
