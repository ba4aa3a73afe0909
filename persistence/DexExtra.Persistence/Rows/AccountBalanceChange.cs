using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Money of one account in one asset after its last event in the batch.</summary>
internal sealed class AccountBalanceChange(AccountId account, uint assetId)
{
    public const string Stage =
        "copy stage_balances (account_address, subaccount, asset_id, available, held, owed, updated_at,"
        + " updated_sequence) from stdin (format binary)";

    public const string Merge =
        """
        insert into account_balances (account_address, subaccount, asset_id, available, held, owed, updated_at,
          updated_sequence)
        select s.account_address, s.subaccount, s.asset_id, s.available, s.held, s.owed, s.updated_at,
          s.updated_sequence
        from stage_balances s
        on conflict (account_address, subaccount, asset_id) do update set available = excluded.available,
          held = excluded.held, owed = excluded.owed, updated_at = excluded.updated_at,
          updated_sequence = excluded.updated_sequence
        """;

    private readonly AccountId _account = account;
    private Int128 _available;
    private Int128 _held;
    private Int128 _owed;
    private FrameStamp _stamp;

    public void Apply(Int128 available, Int128 held, Int128 owed, FrameStamp stamp)
    {
        _available = available;
        _held = held;
        _owed = owed;
        _stamp = stamp;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(8);
        copy.Address(in _account.Owner);
        copy.Int64(_account.Subaccount);
        copy.Int64(assetId);
        copy.Money(_available);
        copy.Money(_held);
        copy.Money(_owed);
        copy.Time(_stamp.TimeNs);
        copy.Int64(_stamp.Sequence);
    }
}
