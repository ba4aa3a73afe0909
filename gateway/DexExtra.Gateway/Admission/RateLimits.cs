using System.Collections.Concurrent;
using System.Net;
using DexExtra.Messages;

namespace DexExtra.Gateway.Admission;

/// <summary>
/// C11 over the whole gateway: buckets per owner address, which outlive connections so that reconnecting gains
/// nothing, and buckets per remote address of REST. An owner's bucket is touched only after his signature or login was
/// verified, so nobody can use up another's. Idle buckets are dropped. Any thread.
/// </summary>
internal sealed class RateLimits(GatewayLimits limits, GatewayClock clock)
{
    private readonly ConcurrentDictionary<Address, AccountBuckets> _accounts = new();
    private readonly ConcurrentDictionary<IPAddress, TokenBucket> _remotes = new();
    private readonly ConcurrentDictionary<IPAddress, TokenBucket> _signIns = new();

    public AccountBuckets Of(Address owner) =>
        _accounts.GetOrAdd(owner, static (_, l) => new AccountBuckets(l), limits);

    public bool TryTakeOrder(Address owner, out long retryAfterNs) =>
        Of(owner).Orders.TryTake(clock.MonotonicNs, out retryAfterNs);

    public bool TryTakeCancel(Address owner, out long retryAfterNs) =>
        Of(owner).Cancels.TryTake(clock.MonotonicNs, out retryAfterNs);

    public bool TryTakeRequest(IPAddress remote, out long retryAfterNs) =>
        OfRemote(remote).TryTake(clock.MonotonicNs, out retryAfterNs);

    public TokenBucket OfRemote(IPAddress remote) =>
        _remotes.GetOrAdd(remote, static (_, limit) => new TokenBucket(limit), limits.RequestLimit);

    /// <summary>What anybody may ask for and costs a write to the disk.</summary>
    public bool TryTakeSignIn(IPAddress remote, out long retryAfterNs) => _signIns.GetOrAdd(
        remote, static _ => new TokenBucket(new RateLimit(GatewayLimits.SignInsPerSecond, GatewayLimits.SignInBurst)))
        .TryTake(clock.MonotonicNs, out retryAfterNs);

    /// <summary>For one binary connection.</summary>
    public TokenBucket NewConnectionBucket() => new(limits.RequestLimit);

    public void RefundFill(Address owner)
    {
        if (_accounts.TryGetValue(owner, out var buckets))
        {
            buckets.Orders.Refund();
        }
    }

    /// <summary>Forgets buckets that are full: a new one would be the same.</summary>
    public void DropIdle()
    {
        var now = clock.MonotonicNs;
        foreach (var (owner, buckets) in _accounts)
        {
            if (buckets.Orders.IsFull(now) && buckets.Cancels.IsFull(now))
            {
                _accounts.TryRemove(owner, out _);
            }
        }

        DropIdle(_remotes, now);
        DropIdle(_signIns, now);
    }

    private static void DropIdle(ConcurrentDictionary<IPAddress, TokenBucket> buckets, long now)
    {
        foreach (var (remote, bucket) in buckets)
        {
            if (bucket.IsFull(now))
            {
                buckets.TryRemove(remote, out _);
            }
        }
    }
}
