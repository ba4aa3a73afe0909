using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Protocol;

/// <summary>
/// The one repeating group that a template may have behind its root block: SBE dimensions (entry length, count), then
/// the entries. Allocation-free, any thread.
/// </summary>
public static class Group
{
    public const int DimensionBytes = 4;

    private const int CountOffset = 2;

    /// <summary>Length of the whole frame of a message with so many entries.</summary>
    public static int LengthOf<TBody, TEntry>(int entries)
        where TBody : unmanaged, IWireMessage
        where TEntry : unmanaged =>
        Frame.LengthOf<TBody>() + DimensionBytes + (entries * Unsafe.SizeOf<TEntry>());

    /// <summary>Writes headers, body and entries; returns the length of the frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public static int Write<TBody, TEntry>(Span<byte> destination, in TBody body, ReadOnlySpan<TEntry> entries)
        where TBody : unmanaged, IWireMessage
        where TEntry : unmanaged
    {
        var frame = destination[..LengthOf<TBody, TEntry>(entries.Length)];
        var group = frame[Frame.Write(frame, in body)..];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)frame.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(group, (ushort)Unsafe.SizeOf<TEntry>());
        BinaryPrimitives.WriteUInt16LittleEndian(group[CountOffset..], (ushort)entries.Length);
        MemoryMarshal.AsBytes(entries).CopyTo(group[DimensionBytes..]);
        return frame.Length;
    }

    /// <summary>How many entries a frame has that <see cref="Frame.Decode"/> found Ok.</summary>
    public static int Count(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt16LittleEndian(Of(frame)[CountOffset..]);

    /// <summary>One entry of such a frame, in place.</summary>
    public static ref readonly TEntry Entry<TEntry>(ReadOnlySpan<byte> frame, int index)
        where TEntry : unmanaged => ref MemoryMarshal.AsRef<TEntry>(EntryBytes(Of(frame), index));

    /// <summary>Our version has exactly its entries and nothing behind them; a later one may append.</summary>
    internal static bool IsPlausible(Template template, int block, ReadOnlySpan<byte> frame, bool isExact)
    {
        var knownBlock = Templates.BlockLengthOf(template);
        var available = frame.Length - Frame.HeaderBytes - block - DimensionBytes;
        if (available < 0 || block < knownBlock || (isExact && block != knownBlock))
        {
            return false;
        }

        var known = Templates.EntryLengthOf(template);
        int entry = BinaryPrimitives.ReadUInt16LittleEndian(Of(frame));
        var count = Count(frame);
        return count <= Templates.MaxEntriesOf(template)
            && (isExact
                ? entry == known && available == count * known
                : entry >= known && available >= count * entry);
    }

    internal static bool ReservedIsZero(Template template, ReadOnlySpan<byte> frame)
    {
        var group = Of(frame);
        var known = Templates.EntryLengthOf(template);
        for (var index = 0; index < Count(frame); index++)
        {
            if (!Templates.EntryReservedIsZero(template, EntryBytes(group, index)[..known]))
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> frame)
    {
        int block = BinaryPrimitives.ReadUInt16LittleEndian(frame[Frame.BlockLengthOffset..]);
        return frame[(Frame.HeaderBytes + block)..];
    }

    private static ReadOnlySpan<byte> EntryBytes(ReadOnlySpan<byte> group, int index)
    {
        int entry = BinaryPrimitives.ReadUInt16LittleEndian(group);
        return group.Slice(DimensionBytes + (index * entry), entry);
    }
}
