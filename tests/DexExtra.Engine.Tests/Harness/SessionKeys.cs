using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Session keys in test terms: keys are numbered addresses, a grant allows everything unless it says less.</summary>
public static class SessionKeys
{
    /// <summary>An hour after the tests' start.</summary>
    public const ulong Expiry = (ulong)(Venue.StartNs / Limits.NsPerSecond) + 3_600;

    public static SetSessionKey Grant(AccountId account, int key, ulong nonce) => new()
    {
        Action = SessionKeyAction.Grant,
        Owner = account.Owner,
        Key = Key(key),
        Subaccount = SetSessionKey.AllSubaccounts,
        Permissions = SessionKeyPermissions.Trade | SessionKeyPermissions.Cancel,
        ExpiresAtSeconds = Expiry,
        Nonce = nonce,
    };

    public static SetSessionKey Revocation(AccountId account, int key, ulong nonce) => new()
    {
        Action = SessionKeyAction.Revoke,
        Owner = account.Owner,
        Key = Key(key),
        Nonce = nonce,
    };

    public static Address Key(int number) => Traders.Of(5_000 + number).Owner;

    public static string[] Set(this Venue venue, SetSessionKey command) =>
        venue.Apply(CommandType.SetSessionKey, command);

    /// <summary>An order that a key signed; it ends with the hour unless the ticket says less.</summary>
    public static string[] SendBy(this Venue venue, uint grant, OrderTicket ticket) =>
        venue.Apply(CommandType.NewOrder, venue.By(grant, ticket));

    public static NewOrder By(this Venue venue, uint grant, OrderTicket ticket)
    {
        var order = venue.Number(ticket).ToCommand();
        order.GrantId = grant;
        order.Order.ExpirySeconds = Math.Min(order.Order.ExpirySeconds, Expiry);
        return order;
    }
}
