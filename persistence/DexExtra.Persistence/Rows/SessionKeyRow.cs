using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>A new row of session_keys, with its revocation where that is in the same batch.</summary>
internal sealed class SessionKeyRow(in SessionKeyChanged granted, FrameStamp stamp)
{
    public const string Insert =
        "copy session_keys (grant_id, owner_address, key_address, subaccount, market_id, may_trade, may_cancel,"
        + " expires_at, nonce, signature, granted_at, granted_sequence, revoked_at, revoked_sequence,"
        + " revocation_signature) from stdin (format binary)";

    private readonly SessionKeyChanged _granted = granted;

    public SessionKeyRevocation? Revocation { get; set; }

    public void Encode(CopyBuffer copy)
    {
        ref readonly var grant = ref _granted.Request;
        copy.Row(12 + SessionKeyRevocation.Columns);
        copy.Int64(_granted.GrantId);
        copy.Address(in grant.Owner);
        copy.Address(in grant.Key);
        copy.Int64(grant.Subaccount == SetSessionKey.AllSubaccounts ? null : grant.Subaccount);
        copy.Int64(grant.MarketId == SetSessionKey.AllMarkets ? null : grant.MarketId);
        copy.Bool((grant.Permissions & SessionKeyPermissions.Trade) != 0);
        copy.Bool((grant.Permissions & SessionKeyPermissions.Cancel) != 0);
        copy.Seconds(grant.ExpiresAtSeconds);
        copy.Unsigned(grant.Nonce);
        SessionKeyRevocation.EncodeSignature(copy, in grant.Signature);
        copy.Time(stamp.TimeNs);
        copy.Int64(stamp.Sequence);
        if (Revocation is null)
        {
            copy.Nulls(SessionKeyRevocation.Columns);
        }
        else
        {
            Revocation.EncodeColumns(copy);
        }
    }
}
