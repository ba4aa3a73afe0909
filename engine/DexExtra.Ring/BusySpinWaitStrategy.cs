namespace DexExtra.Ring;

/// <summary>
/// Spins without ever giving up the processor: the lowest latency, for a thread that owns its core.
/// On a machine with fewer cores than spinning threads it stalls for whole scheduler slices.
/// </summary>
public sealed class BusySpinWaitStrategy : IWaitStrategy
{
    private const int PausesPerLook = 1;

    public bool IsBlockingStrategy => false;

    public ISequenceWaiter NewSequenceWaiter(DependentSequenceGroup dependentSequences) =>
        new Waiter(dependentSequences);

    public void SignalAllWhenBlocking()
    {
        // spinning waiters see the sequence themselves
    }

    private sealed class Waiter(DependentSequenceGroup dependentSequences) : ISequenceWaiter
    {
        public SequenceWaitResult WaitFor(long sequence, CancellationToken cancellationToken)
        {
            long available;
            while ((available = dependentSequences.Value) < sequence)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Thread.SpinWait(PausesPerLook);
            }

            return available;
        }

        public void Cancel()
        {
            // the spinning thread looks at its token by itself
        }
    }
}
