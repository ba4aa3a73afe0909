using System.Runtime.InteropServices;
using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Inspection;

/// <summary>Folds values into 64 bits, one after the other.</summary>
internal sealed class HashFold
{
    public ulong Value { get; private set; } = 0x446578457874_7261UL;

    /// <summary>All bytes of a value without holes.</summary>
    public void AddBytes<T>(in T value)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            Add(MemoryMarshal.Read<ulong>(bytes));
        }
    }

    public void Add(Int128 value)
    {
        unchecked
        {
            Add((ulong)value);
            Add((ulong)(value >> 64));
        }
    }

    public void Add(long value) => Add(unchecked((ulong)value));

    public void Add(bool value) => Add(value ? 1UL : 0UL);

    public void Add(ulong word) => Value = Mix.Fold(Value, word);
}
