namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/cancel-after.</summary>
internal sealed record CancelTimerRequest
{
    /// <summary>From now; 0 takes the timer away.</summary>
    public required uint Seconds { get; init; }
}
