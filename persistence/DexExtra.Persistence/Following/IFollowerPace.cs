namespace DexExtra.Persistence.Following;

/// <summary>How a follower waits: for news of the event log, and for time to pass. One caller at a time.</summary>
internal interface IFollowerPace
{
    /// <summary>Monotonic milliseconds.</summary>
    long NowMs { get; }

    /// <summary>Call before the last look for work; what it returns goes to <see cref="WaitAsync"/>.</summary>
    uint Observe();

    /// <summary>Until there is news after <paramref name="seen"/>, or a bounded time has passed.</summary>
    Task WaitAsync(uint seen, CancellationToken stopping);

    Task DelayAsync(int ms, CancellationToken stopping);
}
