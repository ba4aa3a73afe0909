using System.Buffers.Binary;

namespace DexExtra.Simulation.Models;

/// <summary>Reads the fields of a raw transaction; written apart from the code that makes them.</summary>
internal static class Rlp
{
    private const int ShortString = 0x80;
    private const int LongString = 0xB7;
    private const int ShortList = 0xC0;
    private const int LongList = 0xF7;

    /// <summary>The fields of a typed transaction, nested lists as their bytes.</summary>
    public static List<byte[]> Fields(ReadOnlySpan<byte> raw)
    {
        var (start, length, _) = Head(raw[1..]);
        var rest = raw.Slice(1 + start, length);
        var fields = new List<byte[]>();
        while (!rest.IsEmpty)
        {
            var (offset, bytes, _) = Head(rest);
            fields.Add(rest.Slice(offset, bytes).ToArray());
            rest = rest[(offset + bytes)..];
        }

        return fields;
    }

    public static ulong Number(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        bytes.CopyTo(padded[(sizeof(ulong) - bytes.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private static (int Start, int Length, bool IsList) Head(ReadOnlySpan<byte> bytes)
    {
        var first = (int)bytes[0];
        return first switch
        {
            < ShortString => (0, 1, false),
            <= LongString => (1, first - ShortString, false),
            < ShortList => Long(bytes, first - LongString, false),
            <= LongList => (1, first - ShortList, true),
            _ => Long(bytes, first - LongList, true),
        };
    }

    private static (int Start, int Length, bool IsList) Long(ReadOnlySpan<byte> bytes, int size, bool isList) =>
        (1 + size, (int)Number(bytes.Slice(1, size)), isList);
}
