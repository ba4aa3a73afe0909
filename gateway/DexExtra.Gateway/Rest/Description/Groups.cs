namespace DexExtra.Gateway.Rest.Description;

/// <summary>Headings of the description.</summary>
internal static class Groups
{
    public const string Description = "Description";
    public const string Markets = "Markets";
    public const string Venue = "Money of the venue";
    public const string Orders = "Orders";
    public const string SignIn = "Sign-in";
    public const string Account = "Account";
    public const string Owner = "Owner's commands";
    public const string SessionKeys = "Session keys";
    public const string Access = "Access";
    public const string Admin = "Admin";
}
