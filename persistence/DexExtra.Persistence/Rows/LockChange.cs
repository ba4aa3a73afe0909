using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>The lock of one account, or of one owner, after its last change in the batch (C6).</summary>
internal sealed class LockChange(AccountId account, bool isOfOwner)
{
    public const string Stage =
        "copy stage_locks (account_address, lock_scope, subaccount, is_locked, changed_at, changed_sequence)"
        + " from stdin (format binary)";

    public const string Merge =
        """
        insert into account_locks (account_address, lock_scope, subaccount, is_locked, changed_at, changed_sequence)
        select s.account_address, s.lock_scope, s.subaccount, s.is_locked, s.changed_at, s.changed_sequence
        from stage_locks s
        on conflict (account_address, lock_scope, subaccount) do update set is_locked = excluded.is_locked,
          changed_at = excluded.changed_at, changed_sequence = excluded.changed_sequence
        """;

    private readonly AccountId _account = account;
    private bool _isLocked;
    private FrameStamp _stamp;

    public void Apply(bool isLocked, FrameStamp stamp)
    {
        _isLocked = isLocked;
        _stamp = stamp;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(6);
        copy.Address(in _account.Owner);
        copy.Code(isOfOwner ? LockScope.Owner : LockScope.Account);
        copy.Int64(_account.Subaccount);
        copy.Bool(_isLocked);
        copy.Time(_stamp.TimeNs);
        copy.Int64(_stamp.Sequence);
    }
}
