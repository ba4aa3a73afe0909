namespace DexExtra.Ring;

/// <summary>
/// What a wait found: the highest available sequence, which may be greater than the one asked for.
/// A type of its own, as in Disruptor-net, where a wait may also time out; the strategies here never do.
/// </summary>
public readonly record struct SequenceWaitResult(long UnsafeAvailableSequence)
{
    public static implicit operator SequenceWaitResult(long availableSequence) => new(availableSequence);

    public static SequenceWaitResult FromInt64(long availableSequence) => new(availableSequence);
}
