namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A challenge to be signed as the typed data Login.</summary>
internal sealed record ChallengeDto(
    string Account,
    string Challenge,
    int AnswerWithinSeconds,
    int MaxExpirySeconds,
    DomainDto Domain);
