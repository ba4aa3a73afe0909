using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>EIP-712 hash of a session login: proves the account's key to a server that chose the challenge.</summary>
public static class LoginHash
{
    private const int Words = 4;

    public static Hash32 Struct(Address account, in Hash32 challenge, ulong expirySeconds)
    {
        var words = new WordWriter(stackalloc byte[Words * Hash32.SizeBytes]);
        words.Append(Eip712Type.Login.TypeHash);
        words.Append(account);
        words.Append(challenge);
        words.Append(expirySeconds);
        return words.Hash();
    }

    public static Hash32 Digest(Eip712Domain domain, Address account, in Hash32 challenge, ulong expirySeconds) =>
        domain.Digest(Struct(account, in challenge, expirySeconds));
}
