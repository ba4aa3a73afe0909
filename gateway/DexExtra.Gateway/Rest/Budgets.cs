using System.Globalization;
using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Rest.Bodies;

namespace DexExtra.Gateway.Rest;

/// <summary>C11: what is left of a budget, as a header and as a body. Stateless.</summary>
internal static class Budgets
{
    private const long NsPerMs = 1_000_000;
    private const long NsPerSecond = 1_000_000_000;

    /// <summary>The header <c>RateLimit</c>; reset in whole seconds.</summary>
    public static void Tell(HttpContext context, TokenBucket bucket, GatewayClock clock)
    {
        var now = clock.MonotonicNs;
        var reset = (bucket.FullInNs(now) + NsPerSecond - 1) / NsPerSecond;
        context.Response.Headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture,
            $"limit={bucket.Limit.Burst}, remaining={bucket.Remaining(now)}, rate={bucket.Limit.PerSecond}, "
            + $"reset={reset}");
    }

    public static BucketDto Describe(TokenBucket bucket, GatewayClock clock)
    {
        var now = clock.MonotonicNs;
        var remaining = bucket.Remaining(now);
        return new BucketDto(
            bucket.Limit.Burst,
            remaining,
            bucket.Limit.Burst - remaining,
            bucket.Limit.PerSecond,
            Dto.Text((bucket.FullInNs(now) + NsPerMs - 1) / NsPerMs));
    }
}
