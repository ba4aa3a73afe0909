namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Grants of one owner, newest first.</summary>
internal sealed record SessionKeysDto(IReadOnlyList<SessionKeyDto> SessionKeys, string Sequence);
