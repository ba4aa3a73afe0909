namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/auth/refresh.</summary>
internal sealed record RefreshRequest
{
    public required string RefreshToken { get; init; }
}
