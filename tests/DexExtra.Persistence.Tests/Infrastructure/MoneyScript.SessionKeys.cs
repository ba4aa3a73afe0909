using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Grants of session keys, one of them revoked in the next frame and one much later.</summary>
internal sealed partial class MoneyScript
{
    private void GrantSessionKeys()
    {
        Frame(CommandType.SetSessionKey, () => Emit(EventType.SessionKeyChanged, Grant(1)));
        Frame(CommandType.SetSessionKey, () => Emit(EventType.SessionKeyChanged, Grant(2)));
        Frame(CommandType.SetSessionKey, () => Emit(EventType.SessionKeyChanged, Grant(3)));
        RevokeSessionKey(2);
    }

    private void RevokeSessionKey(uint grantId)
    {
        var revoked = Grant(grantId);
        revoked.Request.Action = SessionKeyAction.Revoke;
        revoked.Request.Signature = new Signature { R = HashOf(3), S = HashOf((byte)grantId), V = 27 };
        Frame(CommandType.SetSessionKey, () => Emit(EventType.SessionKeyChanged, revoked));
    }

    private SessionKeyChanged Grant(uint grantId) => new()
    {
        GrantId = grantId,
        Request = new SetSessionKey
        {
            Action = SessionKeyAction.Grant,
            Owner = _bob.Owner,
            Key = VenueSimulator.AddressOf(100 + (byte)grantId),
            Subaccount = grantId == 1 ? SetSessionKey.AllSubaccounts : 3,
            MarketId = grantId == 1 ? SetSessionKey.AllMarkets : CrossMarket,
            Permissions = (SessionKeyPermissions)grantId,
            ExpiresAtSeconds = 1_800_000_000,
            Nonce = ulong.MaxValue - grantId,
            Signature = new Signature { R = HashOf(1), S = HashOf(2), V = 28 },
        },
    };
}
