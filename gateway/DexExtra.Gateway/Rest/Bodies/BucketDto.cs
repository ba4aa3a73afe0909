namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// One budget (C11): how much may come at once, what is left and used of it, how fast it comes back, and when it is
/// full again.
/// </summary>
internal sealed record BucketDto(int Limit, int Remaining, int Used, int PerSecond, string ResetMs);
