using DexExtra.Engine.Book;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Sweeps;

/// <summary>
/// Cancels the orders of revoked grants (docs/money.md §17): grants in order of their revocation, of each its orders in
/// order of entry. Orders of a market that is uncrossing are passed over and wait.
/// </summary>
internal sealed class RevocationSweep(EngineState state, OrderCancellation cancellation)
{
    /// <summary>Visits so many orders at most; returns how many visits are left.</summary>
    public int Run<TSink>(int visits, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < state.SessionKeys.RevokedCount;)
        {
            var grant = state.SessionKeys.RevokedAt(index);
            visits = Visit(grant, visits, ref sink);
            if (state.SessionKeys[grant].Orders.Count == 0)
            {
                state.SessionKeys.EndSweep(index);
            }
            else if (visits == 0)
            {
                break;
            }
            else
            {
                index++;
            }
        }

        return visits;
    }

    private int Visit<TSink>(int grant, int visits, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var slot = state.SessionKeys[grant].Orders.First; slot >= 0 && visits > 0; visits--)
        {
            var next = Chain<ByGrant>.Next(state.Orders, slot);
            if (!state.Markets[state.Orders[slot].Market].IsUncrossing)
            {
                cancellation.Cancel(slot, CancelReason.SessionKeyRevoked, ref sink);
            }

            slot = next;
        }

        return visits;
    }
}
