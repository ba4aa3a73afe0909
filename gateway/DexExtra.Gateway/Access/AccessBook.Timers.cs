using DexExtra.Messages;

namespace DexExtra.Gateway.Access;

/// <summary>Timers that cancel an account's orders unless their owner sets them again (C7).</summary>
internal sealed partial class AccessBook
{
    /// <summary>Unix seconds; 0 takes the timer away.</summary>
    public void SetTimer(AccountId account, ulong deadline)
    {
        lock (_writing)
        {
            if (deadline != 0 && deadline != _timers.GetValueOrDefault(account))
            {
                Append(TimerRecord(AccessKind.CancelTimerSet, account) with { Expiry = deadline });
            }
            else if (deadline == 0 && _timers.ContainsKey(account))
            {
                Append(TimerRecord(AccessKind.CancelTimerEnded, account));
            }
        }
    }

    public ulong? TimerOf(AccountId account)
    {
        lock (_gate)
        {
            return _timers.TryGetValue(account, out var deadline) ? deadline : null;
        }
    }

    /// <summary>Accounts whose time is up.</summary>
    public IReadOnlyList<(AccountId Account, ulong Deadline)> DueTimers()
    {
        lock (_gate)
        {
            var now = _clock.UnixSeconds;
            return [.. _timers.Where(timer => timer.Value <= now).Select(timer => (timer.Key, timer.Value))];
        }
    }

    /// <summary>The engine has cancelled; a timer that was set again meanwhile stays.</summary>
    public void EndTimer(AccountId account, ulong deadline)
    {
        lock (_writing)
        {
            if (_timers.TryGetValue(account, out var current) && current == deadline)
            {
                Append(TimerRecord(AccessKind.CancelTimerEnded, account));
            }
        }
    }

    private static AccessRecord TimerRecord(AccessKind kind, AccountId account) =>
        new(kind, null, account.Owner.ToString()) { Subaccount = account.Subaccount };
}
