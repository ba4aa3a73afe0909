namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/auth/sign-in.</summary>
internal sealed record SignInRequest
{
    /// <summary>The text of ERC-4361 as it was signed.</summary>
    public required string Message { get; init; }

    /// <summary>personal_sign over it: 0x and 65 bytes r, s, v.</summary>
    public required string Signature { get; init; }
}
