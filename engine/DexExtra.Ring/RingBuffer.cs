using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Ring;

/// <summary>
/// The part of <see cref="RingBuffer{T}"/> that does not depend on the event type; a base class because the runtime
/// lays out only non-generic types explicitly. Its fields are written once, and padded so that no hot neighbour on the
/// heap invalidates the line every access reads.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = FieldsOffset + (3 * sizeof(long)) + Padding.Bytes)]
public abstract class RingBuffer
{
    internal const int FieldsOffset = Padding.Bytes;

    [FieldOffset(FieldsOffset)]
    private protected readonly object[] _entries;

    [FieldOffset(FieldsOffset + 8)]
    private protected readonly SingleProducerSequencer _sequencer;

    [FieldOffset(FieldsOffset + 16)]
    private protected readonly long _indexMask;

    private protected RingBuffer(SingleProducerSequencer sequencer, object[] entries)
    {
        _sequencer = sequencer;
        _entries = entries;
        _indexMask = sequencer.BufferSize - 1;
    }

    public int BufferSize => _sequencer.BufferSize;

    /// <summary>Last published sequence, −1 before the first. Any thread.</summary>
    public long Cursor => _sequencer.Cursor;

    /// <summary>Claims the next slot; waits while the ring is full. Producer thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next() => _sequencer.Next(1);

    /// <summary>Claims <paramref name="n"/> slots and returns the last; the first is result − n + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(int n) => _sequencer.Next(n);

    /// <summary>Claims the next slot, or answers false while the ring is full. Producer thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(out long sequence) => _sequencer.TryNext(1, out sequence);

    /// <summary>Claims <paramref name="n"/> slots or none. Producer thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(int n, out long sequence) => _sequencer.TryNext(n, out sequence);

    /// <summary>Publishes everything claimed up to <paramref name="sequence"/>. Producer thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long sequence) => _sequencer.Publish(sequence);

    /// <summary>Publishes a claimed range; <paramref name="lo"/> must follow what was published before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long lo, long hi) => _sequencer.Publish(hi);

    /// <summary>Free slots right now. Producer thread.</summary>
    public long GetRemainingCapacity() => _sequencer.GetRemainingCapacity();

    /// <summary>Slowest gating sequence, or the cursor when there is none. Any thread.</summary>
    public long GetMinimumGatingSequence() => _sequencer.GetMinimumSequence();

    /// <summary>Names the consumers the producer must not lap. Before the first claim.</summary>
    public void AddGatingSequences(params Sequence[] gatingSequences) =>
        _sequencer.AddGatingSequences(gatingSequences);

    /// <summary>A barrier for <paramref name="eventHandler"/> behind the named processors, or behind the producer.
    /// The handler is part of the signature of Disruptor-net; the strategies here treat all alike.</summary>
    public SequenceBarrier NewBarrier(IEventHandler eventHandler, params Sequence[] sequencesToTrack)
    {
        ArgumentNullException.ThrowIfNull(eventHandler);
        return _sequencer.NewBarrier(sequencesToTrack);
    }
}
