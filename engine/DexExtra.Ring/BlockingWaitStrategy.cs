namespace DexExtra.Ring;

/// <summary>
/// A short bounded spin, then the thread sleeps until its own condition holds: the choice for small machines.
/// Unlike Disruptor-net's strategy of this name, later stages and the producer sleep too instead of spinning on
/// their dependencies, and nobody is woken for a sequence he does not wait for.
///
/// No wake-up is lost. A waiter writes its target, passes a full fence and looks at the sequences once more before it
/// sleeps; a signaller writes its sequence, passes a full fence and then looks at the targets. Whatever the order, one
/// of the two sees the other. A signaller that sees a target takes the waiter's lock: either the waiter has not taken
/// it yet and will look again inside, or it sleeps and gets the pulse. With several dependencies the last signaller
/// sees all of them by the same argument. When nobody sleeps a signal is one fence and a few reads.
/// </summary>
public sealed class BlockingWaitStrategy : IWaitStrategy
{
    private const int DefaultSpinCount = 100;
    private const int PausesPerLook = 4;
    private const long NotParked = long.MaxValue;

    private readonly int _spinCount;
    private readonly Lock _registration = new();
    private Waiter[] _waiters = [];

    /// <param name="spinCount">Looks before the thread goes to sleep.</param>
    public BlockingWaitStrategy(int spinCount = DefaultSpinCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spinCount);
        _spinCount = spinCount;
    }

    public bool IsBlockingStrategy => true;

    public ISequenceWaiter NewSequenceWaiter(DependentSequenceGroup dependentSequences)
    {
        var waiter = new Waiter(dependentSequences, _spinCount);
        lock (_registration)
        {
            Volatile.Write(ref _waiters, [.. _waiters, waiter]);
        }

        return waiter;
    }

    public void SignalAllWhenBlocking()
    {
        Interlocked.MemoryBarrier();
        foreach (var waiter in Volatile.Read(ref _waiters))
        {
            waiter.WakeIfReached();
        }
    }

    private sealed class Waiter(DependentSequenceGroup dependentSequences, int spinCount) : ISequenceWaiter
    {
        private readonly object _gate = new();
        private long _target = NotParked;

        public SequenceWaitResult WaitFor(long sequence, CancellationToken cancellationToken)
        {
            long available;
            for (var spinsLeft = spinCount; spinsLeft > 0; spinsLeft--)
            {
                if ((available = dependentSequences.Value) >= sequence)
                {
                    return available;
                }

                cancellationToken.ThrowIfCancellationRequested();
                Thread.SpinWait(PausesPerLook);
            }

            return Park(sequence, cancellationToken);
        }

        public void WakeIfReached()
        {
            if (dependentSequences.Value >= Volatile.Read(ref _target))
            {
                Pulse();
            }
        }

        public void Cancel() => Pulse();

        private long Park(long sequence, CancellationToken cancellationToken)
        {
            Volatile.Write(ref _target, sequence);
            Interlocked.MemoryBarrier();
            try
            {
                lock (_gate)
                {
                    long available;
                    while ((available = dependentSequences.Value) < sequence)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        Monitor.Wait(_gate);
                    }

                    return available;
                }
            }
            finally
            {
                Volatile.Write(ref _target, NotParked);
            }
        }

        private void Pulse()
        {
            lock (_gate)
            {
                Monitor.Pulse(_gate);
            }
        }
    }
}
