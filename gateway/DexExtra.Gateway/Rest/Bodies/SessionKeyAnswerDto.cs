namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The grant as it stands after a grant or a revocation.</summary>
internal sealed record SessionKeyAnswerDto(SessionKeyDto? SessionKey, string Sequence);
