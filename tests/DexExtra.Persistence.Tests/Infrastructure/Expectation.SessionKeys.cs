using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Rows of session keys.</summary>
internal sealed partial class Expectation
{
    private bool ApplySessionKeys(in EventFrameHeader frame, EventFrame.Item item)
    {
        if (item.Type != EventType.SessionKeyChanged)
        {
            return false;
        }

        ref readonly var changed = ref item.Body<SessionKeyChanged>();
        var request = changed.Request;
        var row = Row("session_keys", Num(changed.GrantId));
        var signature = new byte[Signature.EncodedBytes];
        request.Signature.CopyTo(signature);
        if (request.Action == SessionKeyAction.Revoke)
        {
            row["revoked_at"] = Us(frame.TimestampNs);
            row["revoked_sequence"] = Num(frame.Sequence);
            row["revocation_signature"] = Hex.Format(signature);
            return true;
        }

        row["grant_id"] = Num(changed.GrantId);
        row["owner_address"] = request.Owner.ToString();
        row["key_address"] = request.Key.ToString();
        row["subaccount"] = request.Subaccount == uint.MaxValue ? TableDump.Null : Num(request.Subaccount);
        row["market_id"] = request.MarketId == 0 ? TableDump.Null : Num(request.MarketId);
        row["may_trade"] = (request.Permissions & SessionKeyPermissions.Trade) != 0 ? "true" : "false";
        row["may_cancel"] = (request.Permissions & SessionKeyPermissions.Cancel) != 0 ? "true" : "false";
        row["expires_at"] = Num(request.ExpiresAtSeconds * 1_000_000);
        row["nonce"] = Num(request.Nonce);
        row["signature"] = Hex.Format(signature);
        row["granted_at"] = Us(frame.TimestampNs);
        row["granted_sequence"] = Num(frame.Sequence);
        row["revoked_at"] = row["revoked_sequence"] = row["revocation_signature"] = TableDump.Null;
        return true;
    }
}
