namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/sessions/challenge.</summary>
internal sealed record ChallengeRequest
{
    public required string Account { get; init; }
}
