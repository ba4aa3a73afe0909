using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Snapshots.Image;

/// <summary>
/// The bytes of boxed values and of arrays of values, in place. Every object begins with its fields right behind its
/// type, so that a box is laid out like a class with one byte. Stateless, any thread.
/// </summary>
internal sealed class RawBox
{
    public byte First;

    /// <summary>The value inside a box.</summary>
    public static Span<byte> Bytes(object box, int sizeBytes) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<RawBox>(box).First, sizeBytes);

    /// <summary>The elements of an array of values without references, from one element on.</summary>
    public static Span<byte> Bytes(Array array, int first, int count, int elementBytes)
    {
        ref var start = ref Unsafe.AddByteOffset(
            ref MemoryMarshal.GetArrayDataReference(array), (nint)first * elementBytes);
        return MemoryMarshal.CreateSpan(ref start, checked(count * elementBytes));
    }
}
