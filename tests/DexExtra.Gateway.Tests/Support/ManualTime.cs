namespace DexExtra.Gateway.Tests.Support;

/// <summary>
/// Time that stands still until a test moves it; timers fire during Advance, on the caller's thread. Starts at the
/// system's time, because the engine runs on that.
/// </summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _start + _elapsed;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var timer = new ManualTimer(this, () => callback(state));
            _timers.Add(timer);
            timer.Schedule(_elapsed, dueTime, period);
            return timer;
        }
    }

    public void Advance(TimeSpan by)
    {
        List<Action> due;
        lock (_gate)
        {
            _elapsed += by;
            due = [.. _timers.Where(timer => timer.TakeDue(_elapsed)).Select(timer => timer.Callback)];
        }

        due.ForEach(callback => callback());
    }

    private sealed class ManualTimer(ManualTime owner, Action callback) : ITimer
    {
        private TimeSpan _dueAt = TimeSpan.MaxValue;
        private TimeSpan _period;

        public Action Callback { get; } = callback;

        public void Schedule(TimeSpan now, TimeSpan dueTime, TimeSpan period)
        {
            _dueAt = dueTime < TimeSpan.Zero ? TimeSpan.MaxValue : now + dueTime;
            _period = period;
        }

        public bool TakeDue(TimeSpan now)
        {
            if (_dueAt > now)
            {
                return false;
            }

            _dueAt = _period > TimeSpan.Zero ? now + _period : TimeSpan.MaxValue;
            return true;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                Schedule(owner._elapsed, dueTime, period);
                return true;
            }
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
