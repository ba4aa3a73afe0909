namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A new key and its secret, which is told this once.</summary>
internal sealed record ApiKeyCreatedDto(ApiKeyDto ApiKey, string Secret);
