using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Ring;

/// <summary>
/// Hands out the slots of a ring to its one producer thread and never lets it lap a gating sequence.
/// Invariants: cursor ≤ next claimed ≤ min(gating) + buffer size. The slowest consumer's position is cached, so that
/// its cache line is read once per lap and not once per event. Claiming and publishing belong to the producer thread;
/// gating sequences are added before it starts.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = ProducerFieldsOffset + (2 * sizeof(long)) + Padding.Bytes)]
public sealed class SingleProducerSequencer
{
    internal const int SharedFieldsOffset = Padding.Bytes;
    internal const int ProducerFieldsOffset = SharedFieldsOffset + (5 * sizeof(long)) + Padding.Bytes;

    [FieldOffset(SharedFieldsOffset)]
    private readonly IWaitStrategy _waitStrategy;

    [FieldOffset(SharedFieldsOffset + 8)]
    private readonly Sequence _cursor = new();

    [FieldOffset(SharedFieldsOffset + 16)]
    private Sequence[] _gatingSequences = [];

    [FieldOffset(SharedFieldsOffset + 24)]
    private ISequenceWaiter? _capacityWaiter;

    [FieldOffset(SharedFieldsOffset + 32)]
    private readonly int _bufferSize;

    [FieldOffset(SharedFieldsOffset + 36)]
    private readonly bool _isBlocking;

    [FieldOffset(ProducerFieldsOffset)]
    private long _nextValue = Sequence.InitialCursorValue;

    [FieldOffset(ProducerFieldsOffset + 8)]
    private long _gatingSequenceCache = Sequence.InitialCursorValue;

    /// <exception cref="ArgumentException">The size is not a power of two of at least 1.</exception>
    public SingleProducerSequencer(int bufferSize, IWaitStrategy waitStrategy)
    {
        ArgumentNullException.ThrowIfNull(waitStrategy);
        if (bufferSize < 1 || !BitOperations.IsPow2(bufferSize))
        {
            throw new ArgumentException($"bufferSize must be a power of two, not {bufferSize}", nameof(bufferSize));
        }

        _bufferSize = bufferSize;
        _waitStrategy = waitStrategy;
        _isBlocking = waitStrategy.IsBlockingStrategy;
    }

    public int BufferSize => _bufferSize;

    /// <summary>Last published sequence.</summary>
    public long Cursor => _cursor.Value;

    /// <summary>Claims <paramref name="n"/> slots and returns the last one; waits while they are occupied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is not within 1..BufferSize.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(int n)
    {
        if ((uint)(n - 1) >= (uint)_bufferSize)
        {
            ThrowClaimOutOfRange(n);
        }

        var next = _nextValue + n;
        var wrapPoint = next - _bufferSize;
        if (wrapPoint > _gatingSequenceCache)
        {
            WaitForCapacity(wrapPoint);
        }

        _nextValue = next;
        return next;
    }

    /// <summary>As <see cref="Next"/>, but answers false instead of waiting.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(int n, out long sequence)
    {
        if ((uint)(n - 1) >= (uint)_bufferSize)
        {
            ThrowClaimOutOfRange(n);
        }

        var next = _nextValue + n;
        var wrapPoint = next - _bufferSize;
        if (wrapPoint > _gatingSequenceCache && wrapPoint > ReloadGatingSequence())
        {
            sequence = 0;
            return false;
        }

        _nextValue = next;
        sequence = next;
        return true;
    }

    /// <summary>Makes everything up to and including <paramref name="sequence"/> visible to the consumers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long sequence)
    {
        _cursor.SetValue(sequence);
        if (_isBlocking)
        {
            _waitStrategy.SignalAllWhenBlocking();
        }
    }

    /// <summary>Free slots right now. Producer thread.</summary>
    public long GetRemainingCapacity() => _bufferSize - (_nextValue - ReloadGatingSequence());

    /// <summary>Consumers the producer must never lap. Start-up only, before the first claim.</summary>
    public void AddGatingSequences(params Sequence[] gatingSequences)
    {
        ArgumentNullException.ThrowIfNull(gatingSequences);
        Sequence[] all = [.. _gatingSequences, .. gatingSequences];
        if (all.Length == 0)
        {
            return;
        }

        _capacityWaiter = _waitStrategy.NewSequenceWaiter(new DependentSequenceGroup(_cursor, all));
        _gatingSequences = all;
    }

    /// <summary>Slowest gating sequence, or the cursor when there is none.</summary>
    public long GetMinimumSequence() => Minimum(_cursor.Value);

    /// <summary>A barrier behind the given processors, or behind the producer when none is named.</summary>
    public SequenceBarrier NewBarrier(params Sequence[] sequencesToTrack) =>
        new(new DependentSequenceGroup(_cursor, sequencesToTrack), _waitStrategy);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitForCapacity(long wrapPoint)
    {
        if (wrapPoint <= ReloadGatingSequence())
        {
            return;
        }

        // without gating sequences the minimum is the claim itself and never too small, so there is a waiter here
        _gatingSequenceCache = _capacityWaiter!.WaitFor(wrapPoint, CancellationToken.None).UnsafeAvailableSequence;
    }

    private long ReloadGatingSequence() => _gatingSequenceCache = Minimum(_nextValue);

    private long Minimum(long minimum)
    {
        foreach (var sequence in _gatingSequences)
        {
            minimum = Math.Min(minimum, sequence.Value);
        }

        return minimum;
    }

    private void ThrowClaimOutOfRange(int n) =>
        throw new ArgumentOutOfRangeException(nameof(n), n, $"a claim must be within 1..{_bufferSize}");
}
