namespace DexExtra.Ring;

/// <summary>The waiting of one thread on one group of sequences. <see cref="WaitFor"/> is called by that thread
/// only.</summary>
public interface ISequenceWaiter
{
    /// <summary>Returns once the group has reached <paramref name="sequence"/>; the result may be greater.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while the sequence was not
    /// there.</exception>
    SequenceWaitResult WaitFor(long sequence, CancellationToken cancellationToken);

    /// <summary>Makes a parked thread look at its cancellation token. Any thread, after cancelling the token.</summary>
    void Cancel();
}
