using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>One grant of a session key as the log tells it. Immutable.</summary>
internal sealed record SessionKeyRecord(uint GrantId, SetSessionKey Grant, long GrantedSequence, long GrantedNs)
{
    /// <summary>0 = not revoked.</summary>
    public long RevokedSequence { get; init; }

    public bool IsRevoked => RevokedSequence != 0;

    public bool IsOver(ulong engineSeconds) => IsRevoked || engineSeconds >= Grant.ExpiresAtSeconds;

    public bool Covers(uint subaccount) =>
        Grant.Subaccount == SetSessionKey.AllSubaccounts || Grant.Subaccount == subaccount;
}
