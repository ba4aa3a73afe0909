namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/unlocks.</summary>
internal sealed record UnlockRequest
{
    /// <summary>The owner's lock over all subaccounts instead of the one account's.</summary>
    public bool AllSubaccounts { get; init; }
}
