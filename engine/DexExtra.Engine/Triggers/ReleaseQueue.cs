using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>
/// Stops that fired and wait for their release, first fired first; those of one step in T4 order. Empty between
/// commands.
/// </summary>
internal sealed class ReleaseQueue
{
    /// <summary>T5: stops that may wait for their release at a time.</summary>
    public const int Capacity = Limits.MaxFillsPerCommand;

    private readonly FiredStop[] _stops = new FiredStop[Capacity];
    private int _head;
    private int _count;

    public int Room => Capacity - _count;

    /// <summary>T5: stops that the current command has released.</summary>
    public int Released { get; private set; }

    /// <summary>Starts a command.</summary>
    public void Begin()
    {
        Invariant.That(_count == 0, "every stop that fired is released or waits again when a command ends");
        Released = 0;
    }

    /// <summary>There must be room.</summary>
    public void Add(in FiredStop stop)
    {
        Invariant.That(Room > 0, "no more stops are queued than fit");
        _stops[(_head + _count) % Capacity] = stop;
        _count++;
    }

    public bool TryTake(out FiredStop stop)
    {
        stop = _stops[_head];
        if (_count == 0)
        {
            return false;
        }

        _head = (_head + 1) % Capacity;
        _count--;
        return true;
    }

    public void CountReleased() => Released++;
}
