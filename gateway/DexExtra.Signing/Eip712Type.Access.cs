namespace DexExtra.Signing;

/// <summary>
/// What an owner signs about who may read for him and from where (docs/protocol/rest.md, Access). The nonce is the Unix
/// millisecond of signing, above every earlier one of the account.
/// </summary>
public sealed partial class Eip712Type
{
    public static Eip712Type ApiKeyGrant { get; } = new(
        "ApiKeyGrant(address account,uint32 scopes,uint64 expiresAt,string addresses,string label,uint64 nonce)");

    public static Eip712Type ApiKeyRevoke { get; } = new(
        "ApiKeyRevoke(address account,string keyId,uint64 nonce)");

    public static Eip712Type AddressAllowList { get; } = new(
        "AddressAllowList(address account,string addresses,uint64 nonce)");

    private static Eip712Type[] Access => [ApiKeyGrant, ApiKeyRevoke, AddressAllowList];
}
