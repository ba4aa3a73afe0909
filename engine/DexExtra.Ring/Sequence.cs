using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Ring;

/// <summary>
/// A counter with one writer and any number of readers: the cursor of the ring or the progress of one processor.
/// Alone on its cache lines, so that reading somebody's progress never slows the thread that makes it.
/// A reader that sees value n also sees every write its owner made before <see cref="SetValue"/>(n).
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = (2 * Padding.Bytes) + sizeof(long))]
public sealed class Sequence
{
    /// <summary>Value before the first event: the first sequence of a ring is 0.</summary>
    public const long InitialCursorValue = -1;

    [FieldOffset(Padding.Bytes)]
    private long _value;

    public Sequence(long initialValue = InitialCursorValue) => _value = initialValue;

    /// <summary>Current value, read with acquire semantics. Any thread.</summary>
    public long Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _value);
    }

    /// <summary>Moves the counter with release semantics. Owner thread only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetValue(long value) => Volatile.Write(ref _value, value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
