using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the audit that is about session keys: an order under a grant is its owner's, in its list and ends with
/// it; only a revoked grant whose orders are being swept has orders, once it is over before its expiry.
/// </summary>
internal static class SessionKeyAudit
{
    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public static void Check(EngineState state, int ordersUnderGrants)
    {
        var keys = state.SessionKeys;
        var (orders, queued) = (0, 0);
        for (var slot = 0; slot < keys.Count; slot++)
        {
            orders += keys[slot].Orders.Count;
            queued += keys[slot].IsQueued ? 1 : 0;
            CheckGrant(state, slot);
        }

        Invariant.That(orders == ordersUnderGrants, "every order under a grant is in its list");
        Invariant.That(queued == keys.RevokedCount, "every sweep of a revoked grant is in the queue");
    }

    private static void CheckGrant(EngineState state, int slot)
    {
        ref readonly var key = ref state.SessionKeys[slot];
        Invariant.That(
            state.SessionKeys.TryFind(key.Id, out var byId) && byId == slot
                && state.SessionKeys.TryFind(key.Owner, key.Grant.Nonce, out var byNonce) && byNonce == slot,
            "a grant is found by its id and by its nonce");
        Invariant.That(key.IsRevoked || !key.IsQueued, "only revoked grants are swept");
        Invariant.That(
            !key.IsRevoked || key.IsQueued || key.Orders.Count == 0, "orders of a revoked grant are being swept");
        Invariant.That(
            CountLive(state, key.Owner) <= Limits.MaxSessionKeysPerOwner, "an owner has no more grants than allowed");
        var found = 0;
        for (var order = key.Orders.First; order >= 0; order = Chain<ByGrant>.Next(state.Orders, order))
        {
            found++;
            Invariant.That(
                state.Orders.Terms(order).Grant == slot && state.Orders[order].Owner == key.Owner,
                "an order under a grant is of its owner");
            Invariant.That(
                state.Orders.Terms(order).SignedExpirySeconds <= key.Grant.ExpiresAtSeconds,
                "an order does not outlive its grant");
        }

        Invariant.That(found == key.Orders.Count, "orders of a grant are counted");
    }

    private static int CountLive(EngineState state, int owner)
    {
        var count = 0;
        for (var slot = state.SessionKeys.FirstOf(owner); slot >= 0; slot = state.SessionKeys[slot].NextOfOwner)
        {
            count++;
        }

        return count;
    }
}
