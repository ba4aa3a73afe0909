using DexExtra.Engine.Book;

namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: grants by place, their orders in order of entry, the queue of sweeps.</summary>
internal static class SessionKeyHash
{
    public static void Add(HashFold fold, EngineState state)
    {
        var keys = state.SessionKeys;
        fold.Add((long)keys.LastId);
        fold.Add(keys.Hand);
        for (var slot = 0; slot < keys.Count; slot++)
        {
            ref readonly var key = ref keys[slot];
            fold.AddBytes(in key.Grant);
            fold.Add((long)key.Id);
            fold.Add(key.IsRevoked);
            fold.Add(key.IsChained);
            for (var order = key.Orders.First; order >= 0; order = Chain<ByGrant>.Next(state.Orders, order))
            {
                fold.Add(state.Orders[order].OrderId);
            }
        }

        for (var index = 0; index < keys.RevokedCount; index++)
        {
            fold.Add((long)keys[keys.RevokedAt(index)].Id);
        }
    }
}
