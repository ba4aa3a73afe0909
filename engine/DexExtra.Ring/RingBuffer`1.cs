using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Ring;

/// <summary>
/// A ring of preallocated events between one producer thread and a graph of processors. The producer claims a slot
/// (<see cref="RingBuffer.Next()"/>), fills the event it finds there and publishes it; nothing is allocated after
/// construction. An event belongs to the producer between claim and publish, then to each processor in the order of
/// the barriers, and again to the producer once all gating sequences have passed it.
/// </summary>
/// <typeparam name="T">The event, a mutable class reused on every lap.</typeparam>
public sealed class RingBuffer<T> : RingBuffer
    where T : class
{
    private RingBuffer(Func<T> eventFactory, SingleProducerSequencer sequencer)
        : base(sequencer, new object[sequencer.BufferSize + (2 * Padding.EntrySlots)])
    {
        for (var i = 0; i < sequencer.BufferSize; i++)
        {
            _entries[Padding.EntrySlots + i] = eventFactory()
                ?? throw new ArgumentException("the event factory returned null", nameof(eventFactory));
        }
    }

    /// <summary>Creates a ring for one producer thread.</summary>
    /// <exception cref="ArgumentException">The size is not a power of two of at least 1.</exception>
    public static RingBuffer<T> CreateSingleProducer(Func<T> factory, int bufferSize, IWaitStrategy waitStrategy)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return new RingBuffer<T>(factory, new SingleProducerSequencer(bufferSize, waitStrategy));
    }

    /// <summary>The event in the slot of <paramref name="sequence"/>: claimed or available, else it is
    /// another's.</summary>
    public T this[long sequence]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // the mask keeps the index inside the array, and only values of T were ever stored in it
            var slot = (nint)(sequence & _indexMask) + Padding.EntrySlots;
            return Unsafe.As<T>(Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), slot));
        }
    }
}
