using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Journal;

/// <summary>
/// CRC32C (Castagnoli) with the processor's instruction, eight bytes a step. <see
/// cref="Append(uint,ReadOnlySpan{byte})"/> works on the raw register so that values chain: the seed of one record is
/// the result of the one before. A zero register over zero bytes would stay zero, therefore every chain starts from
/// <see cref="Seed"/>. Any thread.
/// </summary>
public static class Crc32C
{
    /// <summary>The register before the first byte.</summary>
    public const uint Seed = 0xFFFF_FFFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint register, ulong value) => BitOperations.Crc32C(register, value);

    public static uint Append(uint register, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            register = BitOperations.Crc32C(register, word);
        }
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            register = BitOperations.Crc32C(register, rest);
        }
        return register;
    }
}
