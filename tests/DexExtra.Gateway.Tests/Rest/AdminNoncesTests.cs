using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Rest;

// SEC-03: an operator command passes once
public sealed class AdminNoncesTests
{
    private readonly ManualTime _time = new();
    private readonly AdminNonces _nonces;
    private readonly ulong _start;

    public AdminNoncesTests()
    {
        var clock = new GatewayClock(_time);
        _nonces = new AdminNonces(clock);
        _start = (ulong)(clock.UnixNs / 1_000_000);
    }

    [Fact]
    public void A_nonce_passes_once_and_only_upwards()
    {
        Assert.True(_nonces.TryUse(_start + 5));
        Assert.False(_nonces.TryUse(_start + 5));
        Assert.False(_nonces.TryUse(_start + 4));
        Assert.True(_nonces.TryUse(_start + 6));
    }

    [Fact]
    public void What_was_signed_before_the_start_may_have_passed_already() => Assert.False(_nonces.TryUse(_start));

    [Fact]
    public void Neither_far_in_the_future_nor_long_ago()
    {
        Assert.False(_nonces.TryUse(_start + GatewayLimits.AdminNonceWindowMs + 1));
        Assert.False(_nonces.TryUse(ulong.MaxValue));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(_nonces.TryUse(_start + 1));
        Assert.True(_nonces.TryUse(_start + 120_000));
    }
}
