namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: unfinished sweeps in order of creation; orders by their order id.</summary>
internal static class SweepHash
{
    public static void Add(HashFold fold, EngineState state)
    {
        for (var index = 0; index < state.Sweeps.Count; index++)
        {
            AddSweep(fold, state, index);
        }
    }

    private static void AddSweep(HashFold fold, EngineState state, int index)
    {
        ref readonly var job = ref state.Sweeps[index];
        fold.Add(job.IsMassCancel);
        fold.Add((long)job.Kind);
        fold.Add(job.Market);
        fold.Add(job.Request.ClientOrderId);
        fold.Add((long)job.Request.Filters);
        fold.Add(job.Request.SessionId);
        fold.Add(job.Request.MarketId);
        fold.Add(job.Request.Tag);
        fold.Add((long)job.Request.Side);
        fold.Add(job.Request.PriceFrom);
        fold.Add(job.Request.PriceTo);
        fold.Add((long)job.Action);
        fold.Add(job.Nonce);
        fold.Add(job.FirstSequence);
        fold.Add(job.CancelledOrders);
        fold.Add(job.Account);
        fold.Add(job.Position);
        fold.Add(job.List);
        fold.Add(job.Order < 0 ? 0 : state.Orders[job.Order].OrderId);
    }
}
