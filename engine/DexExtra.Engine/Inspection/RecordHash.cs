using DexExtra.Engine.Identity;

namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: what is remembered of one order.</summary>
internal static class RecordHash
{
    public static void Add(HashFold fold, in OrderRecord record)
    {
        fold.AddBytes(in record.OrderHash);
        fold.Add(record.CumulativeTickLots);
        fold.Add(record.ClientOrderId);
        fold.Add(record.OrderId);
        fold.Add(record.QuantityLots);
        fold.Add(record.CumulativeLots);
        fold.Add(record.ReducedLots);
        fold.Add(record.Account);
        fold.Add(record.MarketId);
        fold.Add((long)record.RejectReason);
        fold.Add((long)record.CancelReason);
        fold.Add((long)record.Status);
    }
}
