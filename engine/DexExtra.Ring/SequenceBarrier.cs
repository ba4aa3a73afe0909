using System.Runtime.CompilerServices;

namespace DexExtra.Ring;

/// <summary>
/// What one processor waits on: the sequences before it and the ring's way of waiting. Created by
/// <see cref="RingBuffer{T}"/>; waited on by the processor's thread, cancelled by any.
/// </summary>
public sealed class SequenceBarrier
{
    private readonly DependentSequenceGroup _dependentSequences;
    private readonly ISequenceWaiter _waiter;
    private readonly IWaitStrategy? _signalled;

    internal SequenceBarrier(DependentSequenceGroup dependentSequences, IWaitStrategy waitStrategy)
    {
        _dependentSequences = dependentSequences;
        _waiter = waitStrategy.NewSequenceWaiter(dependentSequences);
        _signalled = waitStrategy.IsBlockingStrategy ? waitStrategy : null;
    }

    /// <summary>Returns once all dependencies have reached <paramref name="sequence"/>; may return more.</summary>
    /// <exception cref="OperationCanceledException">The token is cancelled.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SequenceWaitResult WaitFor(long sequence, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var available = _dependentSequences.Value;
        return available >= sequence ? available : WaitSlow(sequence, cancellationToken);
    }

    /// <summary>What all dependencies have reached now.</summary>
    public long AvailableSequence => _dependentSequences.Value;

    /// <summary>Makes the waiting thread look at its token. Call after cancelling it.</summary>
    public void CancelProcessing() => _waiter.Cancel();

    /// <summary>Tells whoever depends on the caller's own sequence that it has moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SignalProgress() => _signalled?.SignalAllWhenBlocking();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private SequenceWaitResult WaitSlow(long sequence, CancellationToken cancellationToken) =>
        _waiter.WaitFor(sequence, cancellationToken);
}
