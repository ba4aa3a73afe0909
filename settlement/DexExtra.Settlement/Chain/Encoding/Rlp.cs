using System.Buffers.Binary;

namespace DexExtra.Settlement.Chain.Encoding;

/// <summary>Recursive length prefix, the encoding of transactions: byte strings, minimal integers and lists.</summary>
internal static class Rlp
{
    private const int LongestShort = 55;
    private const byte StringBase = 0x80;
    private const byte ListBase = 0xc0;

    public static byte[] Bytes(ReadOnlySpan<byte> value) =>
        value.Length == 1 && value[0] < StringBase ? [value[0]] : [.. Prefix(value.Length, StringBase), .. value];

    public static byte[] Integer(UInt128 value)
    {
        Span<byte> word = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(word, value);
        return Integer(word);
    }

    /// <summary>A big-endian number of any length; leading zeros are dropped.</summary>
    public static byte[] Integer(ReadOnlySpan<byte> bigEndian)
    {
        var start = bigEndian.IndexOfAnyExcept((byte)0);
        return Bytes(start < 0 ? [] : bigEndian[start..]);
    }

    public static byte[] List(params ReadOnlySpan<byte[]> items)
    {
        using var content = new MemoryStream();
        foreach (var item in items)
        {
            content.Write(item);
        }

        return [.. Prefix((int)content.Length, ListBase), .. content.ToArray()];
    }

    private static byte[] Prefix(int length, byte start)
    {
        if (length <= LongestShort)
        {
            return [(byte)(start + length)];
        }

        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, length);
        var digits = word[word.IndexOfAnyExcept((byte)0)..];
        return [(byte)(start + LongestShort + digits.Length), .. digits];
    }
}
