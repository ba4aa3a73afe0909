using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>The last private event of an account in the batch, and its creation if that is in the batch too.</summary>
internal sealed class AccountChange(AccountId account)
{
    public const string Stage =
        "copy stage_accounts (account_address, subaccount, account_sequence, created_at, created_sequence, updated_at,"
        + " updated_sequence) from stdin (format binary)";

    /// <summary>
    /// A row that neither exists nor is created here violates not null: the log has a hole, and we stop.
    /// </summary>
    public const string Merge =
        """
        insert into accounts (account_address, subaccount, account_sequence, created_at, created_sequence,
          updated_at, updated_sequence)
        select s.account_address, s.subaccount, s.account_sequence, coalesce(s.created_at, a.created_at),
          coalesce(s.created_sequence, a.created_sequence), s.updated_at, s.updated_sequence
        from stage_accounts s left join accounts a using (account_address, subaccount)
        on conflict (account_address, subaccount) do update set account_sequence = excluded.account_sequence,
          updated_at = excluded.updated_at, updated_sequence = excluded.updated_sequence
        """;

    private const ulong FirstOfAccount = 1;

    private readonly AccountId _account = account;
    private FrameStamp? _created;
    private FrameStamp _updated;
    private ulong _accountSequence;

    public void Apply(ulong accountSequence, FrameStamp stamp)
    {
        _accountSequence = accountSequence;
        _updated = stamp;
        if (accountSequence == FirstOfAccount)
        {
            _created = stamp;
        }
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(7);
        copy.Address(in _account.Owner);
        copy.Int64(_account.Subaccount);
        copy.Int64(_accountSequence);
        copy.Time(_created?.TimeNs);
        copy.Int64(_created?.Sequence);
        copy.Time(_updated.TimeNs);
        copy.Int64(_updated.Sequence);
    }
}
