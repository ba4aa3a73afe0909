namespace DexExtra.Gateway.Admission;

/// <summary>
/// C11: one owner's buckets. Cancels have their own, larger one, so that a full order bucket never stops them.
/// </summary>
internal sealed class AccountBuckets(GatewayLimits limits)
{
    public TokenBucket Orders { get; } = new(limits.OrderLimit);

    public TokenBucket Cancels { get; } = new(limits.CancelLimit);
}
