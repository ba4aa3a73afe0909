namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A token for an account; grant 0 = the owner himself; expiry in Unix seconds.</summary>
internal sealed record SessionDto(string Token, string Account, string Expiry, uint GrantId);
