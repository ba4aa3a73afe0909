using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>Grants and revocations of session keys as REST takes them: everything for an hour, unless it says less.</summary>
internal static class SessionKeyBodies
{
    public const string Path = "/v1/session-keys";

    public static SetSessionKey Grant(Trader owner, Address key) => new()
    {
        Action = SessionKeyAction.Grant,
        Owner = owner.Key.Address,
        Key = key,
        Subaccount = SetSessionKey.AllSubaccounts,
        Permissions = SessionKeyPermissions.Trade | SessionKeyPermissions.Cancel,
        ExpiresAtSeconds = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 7_200,
        Nonce = owner.NextNonce(),
    };

    public static SetSessionKey Revocation(in SetSessionKey grant) => new()
    {
        Action = SessionKeyAction.Revoke,
        Owner = grant.Owner,
        Key = grant.Key,
        Nonce = grant.Nonce,
    };

    public static Task<RestAnswer> GrantAsync(this RestClient rest, in SetSessionKey grant, PrivateKey signer) =>
        rest.PostAsync(Path, Body(in grant, signer));

    public static Task<RestAnswer> RevokeAsync(this RestClient rest, in SetSessionKey grant, PrivateKey signer) =>
        rest.SendAsync(HttpMethod.Delete, Path, Body(Revocation(in grant), signer));

    public static JsonObject Body(in SetSessionKey command, PrivateKey signer)
    {
        var encoded = new byte[Signature.EncodedBytes];
        signer.Sign(SessionKeyHash.Digest(Venue.Domain, in command)).CopyTo(encoded);
        var message = new JsonObject
        {
            ["owner"] = command.Owner.ToString(),
            ["key"] = command.Key.ToString(),
            ["nonce"] = Text(command.Nonce),
        };
        if (command.Action == SessionKeyAction.Grant)
        {
            message["subaccount"] = command.Subaccount;
            message["marketId"] = command.MarketId;
            message["permissions"] = (uint)command.Permissions;
            message["expiresAt"] = Text(command.ExpiresAtSeconds);
        }

        return new JsonObject { ["command"] = message, ["signature"] = Hex.Format(encoded) };
    }

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
