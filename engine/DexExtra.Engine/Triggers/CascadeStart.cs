namespace DexExtra.Engine.Triggers;

/// <summary>
/// T5: where the last price of a market was before the first continuous trade of the current command: when it
/// began, or at the auction price where it uncrossed.
/// </summary>
internal struct CascadeStart
{
    private long _sequence;
    private long _ticks;
    private bool _hasTicks;

    /// <summary>Before each print; does nothing but before the first one of a command.</summary>
    public void Begin(long sequence, bool hasLast, long lastTicks)
    {
        if (_sequence != sequence)
        {
            _sequence = sequence;
            _hasTicks = hasLast;
            _ticks = lastTicks;
        }
    }

    /// <summary>True if the last price is more than so many ticks away.</summary>
    public readonly bool IsLeft(long sequence, long lastTicks, long distanceTicks) =>
        _sequence == sequence && _hasTicks && TriggerValues.Distance(lastTicks, _ticks) > (ulong)distanceTicks;
}
