using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;

namespace DexExtra.Settlement.Contracts;

/// <summary>Roles of the contracts by the names of their constants; the calls that ask for and grant them.</summary>
internal static class AccessRoles
{
    public const string Approver = "APPROVER_ROLE";
    public const string Oracle = "ORACLE_ROLE";
    public const string Payout = "PAYOUT_ROLE";
    public const string Treasury = "TREASURY_ROLE";

    public static byte[] Has(string role, Address account) => AbiWriter.Call("hasRole(bytes32,address)")
        .Word(AbiWriter.Topic(role))
        .Address(account)
        .ToArray();

    public static byte[] Grant(string role, Address account) => AbiWriter.Call("grantRole(bytes32,address)")
        .Word(AbiWriter.Topic(role))
        .Address(account)
        .ToArray();
}
