using DexExtra.Gateway.Access;
using DexExtra.Gateway.Follow;
using DexExtra.Messages;

namespace DexExtra.Gateway.Commands;

/// <summary>
/// Cancels for owners who did not set their timer again in time (C7), what reduces a position left alone. The timers
/// are in the access log: one that ran out while the gateway was down cancels when it is up again. A cancel without an
/// answer is repeated until there is one. One task.
/// </summary>
internal sealed class CancelTimers(AccessBook book, EngineRequests engine, GatewayClock clock, ILogger log)
{
    /// <summary>Until told to stop.</summary>
    public async Task RunAsync(EventFollower follower, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(GatewayLimits.CancelTimerBeatMs), clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                if (follower.IsCaughtUp)
                {
                    await CancelDueAsync(stopping);
                }
            }
        }
        catch (OperationCanceledException) // stopping
        {
            log.LogDebug("timers ended");
        }
    }

    private async Task CancelDueAsync(CancellationToken stopping)
    {
        foreach (var (account, deadline) in book.DueTimers())
        {
            var cancel = new MassCancel { Account = account, Filters = MassCancelFilters.ExceptReduceOnly };
            var (frame, refusal) = await engine.SendAsync(CommandType.MassCancel, cancel, stopping);
            if (frame is not null && !IsRefused(frame))
            {
                book.EndTimer(account, deadline);
            }
            else
            {
                log.LogWarning("the timer of {Account} cancels again: {Refusal}", account, refusal);
            }
        }
    }

    private static bool IsRefused(byte[] payload)
    {
        foreach (var item in new EventFrame(payload))
        {
            if (item.Type == EventType.CancelRejected)
            {
                return true;
            }
        }

        return false;
    }
}
