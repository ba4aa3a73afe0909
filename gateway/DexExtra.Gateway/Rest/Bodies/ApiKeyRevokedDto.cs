namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The key after its revocation.</summary>
internal sealed record ApiKeyRevokedDto(ApiKeyDto ApiKey);
