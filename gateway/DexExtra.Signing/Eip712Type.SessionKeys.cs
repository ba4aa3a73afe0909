namespace DexExtra.Signing;

/// <summary>
/// What an owner signs about his session keys (docs/money.md §17). A grant's nonce is one of his orders' (C10); a
/// revocation names the grant by it.
/// </summary>
public sealed partial class Eip712Type
{
    public static Eip712Type SessionKeyGrant { get; } = new(
        "SessionKeyGrant(address owner,address key,uint32 subaccount,uint32 marketId,uint32 permissions,"
        + "uint64 expiresAt,uint64 nonce)");

    public static Eip712Type SessionKeyRevoke { get; } = new(
        "SessionKeyRevoke(address owner,address key,uint64 nonce)");

    private static Eip712Type[] SessionKeys => [SessionKeyGrant, SessionKeyRevoke];
}
