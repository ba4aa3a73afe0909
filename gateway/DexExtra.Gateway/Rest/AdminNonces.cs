namespace DexExtra.Gateway.Rest;

/// <summary>
/// Lets each operator command pass once, without keeping anything: a nonce is the Unix millisecond at which it was
/// signed, above every one before, near the gateway's time and after its start. Any thread.
/// </summary>
internal sealed class AdminNonces(GatewayClock clock)
{
    private const long NsPerMs = 1_000_000;

    private readonly Lock _gate = new();
    private ulong _highest = NowMs(clock);

    /// <summary>True once for each good nonce.</summary>
    public bool TryUse(ulong nonce)
    {
        var now = NowMs(clock);
        lock (_gate)
        {
            if (nonce <= _highest || nonce > now + GatewayLimits.AdminNonceWindowMs
                || nonce + GatewayLimits.AdminNonceWindowMs < now)
            {
                return false;
            }

            _highest = nonce;
            return true;
        }
    }

    private static ulong NowMs(GatewayClock clock) => (ulong)(clock.UnixNs / NsPerMs);
}
