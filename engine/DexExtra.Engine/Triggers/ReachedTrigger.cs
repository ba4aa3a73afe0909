namespace DexExtra.Engine.Triggers;

/// <summary>
/// Up to which trigger of one ladder every stop is queued already, so that the next test of the same command starts
/// behind it. Forgotten when a stop is parked on the ladder.
/// </summary>
internal struct ReachedTrigger
{
    private long _sequence;
    private long _ticks;

    public readonly bool TryGet(long sequence, out long ticks)
    {
        ticks = _ticks;
        return _sequence == sequence;
    }

    public void Set(long sequence, long ticks)
    {
        _sequence = sequence;
        _ticks = ticks;
    }

    public void Forget() => _sequence = 0;
}
