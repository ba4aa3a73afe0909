namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Keys of one owner, newest first.</summary>
internal sealed record ApiKeysDto(IReadOnlyList<ApiKeyDto> ApiKeys);
