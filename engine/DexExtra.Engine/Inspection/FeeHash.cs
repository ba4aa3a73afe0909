namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: fee tiers, and volumes of the owners that traded, by day (F4).</summary>
internal static class FeeHash
{
    public static void Add(HashFold fold, EngineState state)
    {
        fold.AddBytes(in state.Fees.Schedule);
        fold.Add(state.Fees.ScheduleNumber);
        for (var owner = 0; owner < state.Accounts.OwnerCount; owner++)
        {
            ref readonly var fees = ref state.Fees[owner];
            fold.Add(fees.Day);
            if (fees.Day == 0)
            {
                continue;
            }

            fold.Add(fees.Schedule);
            fold.Add(fees.Tier);
            foreach (var volume in state.Fees.Volumes(owner))
            {
                fold.Add(volume);
            }
        }
    }
}
