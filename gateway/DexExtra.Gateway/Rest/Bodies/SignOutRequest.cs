namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/auth/sign-out.</summary>
internal sealed record SignOutRequest
{
    /// <summary>Ends every session of the owner.</summary>
    public bool EverySession { get; init; }
}
