namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Every key that a token may be signed with.</summary>
internal sealed record JsonWebKeysDto(IReadOnlyList<JsonWebKeyDto> Keys);
