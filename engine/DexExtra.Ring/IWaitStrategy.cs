namespace DexExtra.Ring;

/// <summary>
/// How the threads around one ring wait: processors for events or for earlier processors, the producer for free slots.
/// One instance belongs to one ring.
/// </summary>
public interface IWaitStrategy
{
    /// <summary>True when whoever moves a sequence must call <see cref="SignalAllWhenBlocking"/> afterwards.</summary>
    bool IsBlockingStrategy { get; }

    /// <summary>Creates the waiter of one thread. Start-up only.</summary>
    ISequenceWaiter NewSequenceWaiter(DependentSequenceGroup dependentSequences);

    /// <summary>Wakes the parked waiters whose sequence has been reached. Any thread, after moving a
    /// sequence.</summary>
    void SignalAllWhenBlocking();
}
