using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>EIP-712 hashes of grants and revocations of session keys. Pure, allocation-free.</summary>
public static class SessionKeyHash
{
    private const int GrantWords = 8;
    private const int RevokeWords = 4;

    /// <summary>Of a grant or a revocation, whichever the command is.</summary>
    public static Hash32 Struct(in SetSessionKey command)
    {
        if (command.Action == SessionKeyAction.Revoke)
        {
            return Revoke(in command);
        }

        var words = new WordWriter(stackalloc byte[GrantWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.SessionKeyGrant.TypeHash);
        words.Append(command.Owner);
        words.Append(command.Key);
        words.Append((ulong)command.Subaccount);
        words.Append((ulong)command.MarketId);
        words.Append((ulong)command.Permissions);
        words.Append(command.ExpiresAtSeconds);
        words.Append(command.Nonce);
        return words.Hash();
    }

    public static Hash32 Digest(Eip712Domain domain, in SetSessionKey command) => domain.Digest(Struct(in command));

    private static Hash32 Revoke(in SetSessionKey command)
    {
        var words = new WordWriter(stackalloc byte[RevokeWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.SessionKeyRevoke.TypeHash);
        words.Append(command.Owner);
        words.Append(command.Key);
        words.Append(command.Nonce);
        return words.Hash();
    }
}
