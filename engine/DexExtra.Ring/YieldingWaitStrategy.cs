namespace DexExtra.Ring;

/// <summary>
/// Spins for a while, then offers the processor to others between looks. For machines with a core per thread most
/// of the time; uses a whole core while idle, but a busy neighbour still gets it.
/// </summary>
public sealed class YieldingWaitStrategy : IWaitStrategy
{
    private const int DefaultBusySpinCount = 100;
    private readonly int _busySpinCount;

    /// <param name="busySpinCount">Looks before the first yield.</param>
    public YieldingWaitStrategy(int busySpinCount = DefaultBusySpinCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(busySpinCount);
        _busySpinCount = busySpinCount;
    }

    public bool IsBlockingStrategy => false;

    public ISequenceWaiter NewSequenceWaiter(DependentSequenceGroup dependentSequences) =>
        new Waiter(dependentSequences, _busySpinCount);

    public void SignalAllWhenBlocking()
    {
        // yielding waiters see the sequence themselves
    }

    private sealed class Waiter(DependentSequenceGroup dependentSequences, int busySpinCount) : ISequenceWaiter
    {
        public SequenceWaitResult WaitFor(long sequence, CancellationToken cancellationToken)
        {
            var spinsLeft = busySpinCount;
            long available;
            while ((available = dependentSequences.Value) < sequence)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (spinsLeft > 0)
                {
                    spinsLeft--;
                    Thread.SpinWait(1);
                }
                else
                {
                    Thread.Yield();
                }
            }

            return available;
        }

        public void Cancel()
        {
            // the looking thread sees its token by itself
        }
    }
}
