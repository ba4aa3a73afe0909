using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>The withdrawals that are under way, folded from the event log in order of their ids. One thread.</summary>
internal sealed class WithdrawalBook
{
    private readonly SortedDictionary<ulong, WithdrawalEntry> _open = [];
    private readonly HashSet<ulong> _failed = [];

    /// <summary>Neither final nor failed, oldest first.</summary>
    public IEnumerable<WithdrawalEntry> Open => _open.Values;

    public int Count => _open.Count;

    /// <summary>Newest withdrawal that the log has shown.</summary>
    public ulong LastId { get; private set; }

    public WithdrawalEntry? Find(ulong withdrawalId) => _open.GetValueOrDefault(withdrawalId);

    /// <summary>Whether the engine gave the money back.</summary>
    public bool HasFailed(ulong withdrawalId) => _failed.Contains(withdrawalId);

    /// <summary>Takes in one step of a withdrawal; true when it was paid for good.</summary>
    /// <param name="changed">The event.</param>
    /// <param name="token">Of its asset.</param>
    /// <param name="settledThrough">Newest match before it.</param>
    /// <param name="fromBlock">Newest final block that the log knows.</param>
    /// <param name="timestampNs">Engine time of the event.</param>
    public bool Apply(
        in WithdrawalChanged changed, Address token, ulong settledThrough, ulong fromBlock, long timestampNs)
    {
        LastId = Math.Max(LastId, changed.WithdrawalId);
        if (changed.State is WithdrawalState.Final or WithdrawalState.Failed)
        {
            _open.Remove(changed.WithdrawalId);
            if (changed.State == WithdrawalState.Final)
            {
                return true;
            }

            _failed.Add(changed.WithdrawalId);
            return false;
        }

        if (!_open.TryGetValue(changed.WithdrawalId, out var entry))
        {
            entry = new WithdrawalEntry
            {
                WithdrawalId = changed.WithdrawalId,
                Account = changed.Request.Account,
                Recipient = changed.Request.Recipient,
                Token = token,
                Amount = (UInt128)changed.Request.Amount,
                SettledThrough = settledThrough,
                FromBlock = fromBlock,
            };
            _open.Add(entry.WithdrawalId, entry);
        }

        entry.Confirmed = changed.State;
        entry.Reported = entry.Reported == changed.State ? null : entry.Reported;
        if (changed.State == WithdrawalState.Signed)
        {
            entry.DeadlineSeconds = (ulong)(timestampNs / Limits.NsPerSecond) + SettlementLimits.ApprovalSeconds;
        }

        return false;
    }
}
