namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/auth/challenge.</summary>
internal sealed record SignInChallengeRequest
{
    public required string Account { get; init; }

    /// <summary>Host of the page; the first configured one unless given.</summary>
    public string? Domain { get; init; }
}
