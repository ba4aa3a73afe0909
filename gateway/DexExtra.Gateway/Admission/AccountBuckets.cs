namespace DexExtra.Gateway.Admission;

/// <summary>
/// C11: one owner's buckets. Cancels have their own, larger one, so that a full order bucket never stops them.
/// </summary>
internal sealed class AccountBuckets(GatewayLimits limits)
{
    public TokenBucket Orders { get; } = new(new RateLimit(limits.OrdersPerSecond, limits.OrderBurst));

    public TokenBucket Cancels { get; } = new(new RateLimit(limits.CancelsPerSecond, limits.CancelBurst));
}
