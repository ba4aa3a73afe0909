using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Admission;

// NET-13, C11: exact tokens by manual time
public sealed class TokenBucketTests
{
    private const long NsPerSecond = 1_000_000_000;

    [Fact]
    public void A_full_bucket_gives_its_burst_and_then_its_rate()
    {
        var bucket = new TokenBucket(new RateLimit(PerSecond: 10, Burst: 5));

        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => bucket.TryTake(0, out var _)));
        Assert.False(bucket.TryTake(0, out var retryAfterNs));
        Assert.Equal(NsPerSecond / 10, retryAfterNs);
        Assert.False(bucket.TryTake(retryAfterNs - 1, out _));
        Assert.True(bucket.TryTake(retryAfterNs, out _));
        Assert.False(bucket.TryTake(retryAfterNs, out _));
    }

    [Fact]
    public void No_pattern_of_requests_gets_more_than_burst_and_rate()
    {
        const int Seed = 4_711;
        var random = new Random(Seed);
        for (var round = 0; round < 50; round++)
        {
            var limit = new RateLimit(random.Next(1, 5_000), random.Next(1, 500));
            var bucket = new TokenBucket(limit);
            var (now, taken) = (0L, 0L);
            for (var request = 0; request < 20_000; request++)
            {
                now += random.NextInt64(0, 3 * limit.TokenNs);
                taken += bucket.TryTake(now, out _) ? 1 : 0;
                Assert.True(taken <= limit.Burst + (now / limit.TokenNs), $"seed {Seed}, round {round}");
            }
        }
    }

    [Fact]
    public void A_greedy_client_gets_exactly_burst_and_rate()
    {
        var bucket = new TokenBucket(new RateLimit(PerSecond: 1_000, Burst: 100));

        var taken = Enumerable.Range(0, 100_001)
            .Count(step => bucket.TryTake(step * (NsPerSecond / 10_000), out var _));

        Assert.Equal(100 + (10 * 1_000), taken);
    }

    [Fact]
    public void A_refund_gives_one_token_and_never_more_than_the_burst()
    {
        var bucket = new TokenBucket(new RateLimit(PerSecond: 1, Burst: 2));
        Assert.True(bucket.TryTake(0, out _) && bucket.TryTake(0, out _) && !bucket.TryTake(0, out _));

        bucket.Refund();

        Assert.Equal(1, bucket.Remaining(0));
        Assert.True(bucket.TryTake(0, out _) && !bucket.TryTake(0, out _));
        for (var refund = 0; refund < 10; refund++)
        {
            bucket.Refund();
        }

        Assert.Equal(2, bucket.Remaining(0));
        Assert.Equal(2, Enumerable.Range(0, 5).Count(_ => bucket.TryTake(0, out var _)));
    }

    [Fact]
    public void An_owner_keeps_the_bucket_until_it_is_full_again()
    {
        var time = new ManualTime();
        var limits = new RateLimits(new GatewayLimits { OrdersPerSecond = 1, OrderBurst = 1 }, new GatewayClock(time));
        var owner = Address.Parse("0x00000000000000000000000000000000000000e1");
        Assert.True(limits.TryTakeOrder(owner, out _));

        limits.DropIdle();
        Assert.False(limits.TryTakeOrder(owner, out _));
        Assert.True(limits.TryTakeCancel(owner, out _));
        time.Advance(TimeSpan.FromSeconds(1));
        limits.DropIdle();
        Assert.True(limits.TryTakeOrder(owner, out _));
        Assert.False(limits.TryTakeOrder(owner, out _));
    }
}
