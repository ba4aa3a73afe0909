using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DexExtra.Engine.Collections;

/// <summary>
/// Asks the processor to bring memory near before it is needed. A hint: nothing depends on it, and where the processor
/// has no such instruction nothing happens.
/// </summary>
internal static unsafe class CacheLines
{
    private const int LineBytes = 64;

    /// <summary>The lines of one struct.</summary>
    public static void Fetch<T>(ref T item)
        where T : unmanaged => FetchStart(ref item, sizeof(T));

    /// <summary>The lines of so many bytes from the start of a struct.</summary>
    public static void FetchStart<T>(ref T item, int bytes)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // the object may move while this runs: then a hint is wasted, no memory is read
        var start = (byte*)Unsafe.AsPointer(ref item);
        unchecked
        {
            for (var offset = 0; offset < bytes; offset += LineBytes)
            {
                Sse.Prefetch0(start + offset);
            }

            Sse.Prefetch0(start + bytes - 1);
        }
    }
}
