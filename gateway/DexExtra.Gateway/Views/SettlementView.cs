using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// Where each match stands on its way to the chain (X1). Match ids are dense, so this is two flat lists: one byte and
/// one transaction index per match, one hash per transaction. Owned by the follower thread; read under the gate.
/// </summary>
internal sealed class SettlementView
{
    private readonly List<SettlementState> _states = [];
    private readonly List<int> _transactions = [];
    private readonly List<Hash32> _hashes = [default];

    public void Apply(in Traded trade)
    {
        if (trade.MatchId != (ulong)_states.Count + 1)
        {
            throw new InvalidDataException($"match {trade.MatchId} after {_states.Count}");
        }

        _states.Add(SettlementState.Matched);
        _transactions.Add(0);
    }

    public void Apply(in SettlementUpdate update)
    {
        var first = checked((int)update.FirstMatchId - 1);
        var count = checked((int)(update.LastMatchId - update.FirstMatchId) + 1);
        CollectionsMarshal.AsSpan(_states).Slice(first, count).Fill(update.State);
        if (update.TransactionHash.IsZero)
        {
            return;
        }

        if (_hashes[^1] != update.TransactionHash)
        {
            _hashes.Add(update.TransactionHash);
        }

        CollectionsMarshal.AsSpan(_transactions).Slice(first, count).Fill(_hashes.Count - 1);
    }

    /// <summary>State and transaction (zero until submitted) of a match that exists.</summary>
    public (SettlementState State, Hash32 TransactionHash) Of(ulong matchId)
    {
        var index = checked((int)matchId - 1);
        return (_states[index], _hashes[_transactions[index]]);
    }
}
