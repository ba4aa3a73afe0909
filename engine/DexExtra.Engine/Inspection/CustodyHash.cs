namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: withdrawals in order of creation, the queue of those that wait, the gate.</summary>
internal static class CustodyHash
{
    public static void Add(HashFold fold, EngineState state)
    {
        var withdrawals = state.Withdrawals;
        fold.Add(withdrawals.LastId);
        fold.Add(withdrawals.LastOutageNs);
        for (var slot = withdrawals.Oldest; slot >= 0; slot = withdrawals[slot].Next)
        {
            ref readonly var withdrawal = ref withdrawals[slot];
            fold.Add(withdrawal.Id);
            fold.AddBytes(in withdrawal.Request);
            fold.AddBytes(in withdrawal.TransactionHash);
            fold.Add(withdrawal.Locked);
            fold.Add(withdrawal.ChainId);
            fold.Add(withdrawal.BlockNumber);
            fold.Add((long)withdrawal.State);
            fold.Add((long)withdrawal.FailureCode);
        }

        for (var slot = withdrawals.OldestOver; slot >= 0; slot = withdrawals[slot].NextOver)
        {
            fold.Add(withdrawals[slot].Id);
        }

        for (var age = 0; age < state.FundReferences.Count; age++)
        {
            fold.AddBytes(in state.FundReferences[age]);
        }

        for (var index = 0; index < withdrawals.WaitingCount; index++)
        {
            fold.Add(withdrawals[withdrawals.WaitingAt(index)].Id);
        }
    }
}
