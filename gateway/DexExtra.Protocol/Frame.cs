using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Protocol;

/// <summary>
/// One message on the wire. Writes and views frames in the caller's bytes; allocation-free, any thread.
/// <code>
///  0        4      6        8        10     12      14
///  | length | type | block  | template | schema | version | root block …
///  |  u32 BE| u16BE| u16 LE |  u16 LE  | u16 LE | u16 LE  |
///  '- Simple Open Framing -''------- SBE message header --'
/// </code>
/// A template with a repeating group has it behind the root block: <see cref="Group"/>.
/// </summary>
public static class Frame
{
    public const int FramingBytes = 6;
    public const int HeaderBytes = 14;

    /// <summary>
    /// SBE 1.0, little endian, in the register of the framing standard (0x5BE0 is its big-endian sibling).
    /// </summary>
    public const ushort EncodingType = 0xEB50;

    public const ushort SchemaId = 1;

    /// <summary>
    /// Version 3 appended fields to reports and added those of money, margin and positions; version 4 added quotes.
    /// </summary>
    public const ushort SchemaVersion = 4;

    /// <summary>
    /// Oldest that is read: clients' messages are the same since. Version 1 knew another <c>Order</c>, which nobody can
    /// sign any more.
    /// </summary>
    public const ushort MinSchemaVersion = 2;

    internal const int BlockLengthOffset = 6;

    private const int EncodingTypeOffset = 4;
    private const int TemplateOffset = 8;
    private const int SchemaIdOffset = 10;
    private const int VersionOffset = 12;

    /// <summary>Length of the whole frame of a message.</summary>
    public static int LengthOf<TBody>()
        where TBody : unmanaged, IWireMessage => HeaderBytes + Unsafe.SizeOf<TBody>();

    /// <summary>Writes headers and body; returns the length of the frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public static int Write<TBody>(Span<byte> destination, in TBody body)
        where TBody : unmanaged, IWireMessage
    {
        var frame = destination[..LengthOf<TBody>()];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)frame.Length);
        BinaryPrimitives.WriteUInt16BigEndian(frame[EncodingTypeOffset..], EncodingType);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[BlockLengthOffset..], (ushort)Unsafe.SizeOf<TBody>());
        BinaryPrimitives.WriteUInt16LittleEndian(frame[TemplateOffset..], (ushort)TBody.Template);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[SchemaIdOffset..], SchemaId);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[VersionOffset..], SchemaVersion);
        MemoryMarshal.Write(frame[HeaderBytes..], in body);
        return frame.Length;
    }

    /// <summary>The body of a frame that <see cref="Decode"/> found Ok, in place.</summary>
    public static ref readonly TBody Body<TBody>(ReadOnlySpan<byte> frame)
        where TBody : unmanaged, IWireMessage => ref MemoryMarshal.AsRef<TBody>(frame[HeaderBytes..]);

    /// <summary>Looks at the start of a stream; never throws. <paramref name="length"/> is set when Complete.</summary>
    public static FrameStatus Peek(ReadOnlySpan<byte> stream, int maxFrameBytes, out int length)
    {
        length = 0;
        if (stream.Length < FramingBytes)
        {
            return FrameStatus.Incomplete;
        }

        var declared = BinaryPrimitives.ReadUInt32BigEndian(stream);
        if (declared < HeaderBytes || EncodingOf(stream) != EncodingType)
        {
            return FrameStatus.Malformed;
        }

        if (declared > (uint)maxFrameBytes)
        {
            return FrameStatus.TooLong;
        }

        if (stream.Length < declared)
        {
            return FrameStatus.Incomplete;
        }

        length = (int)declared;
        return FrameStatus.Complete;
    }

    /// <summary>
    /// Judges one frame; never throws. After Ok, <see cref="Body{TBody}"/> of the template may be read.
    /// </summary>
    public static DecodeResult Decode(ReadOnlySpan<byte> frame, out Template template)
    {
        template = Template.None;
        if (frame.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt32BigEndian(frame) != (uint)frame.Length
            || EncodingOf(frame) != EncodingType)
        {
            return DecodeResult.BadFraming;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(frame[SchemaIdOffset..]) != SchemaId)
        {
            return DecodeResult.WrongSchema;
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(frame[VersionOffset..]);
        if (version < MinSchemaVersion)
        {
            return DecodeResult.UnsupportedVersion;
        }

        var named = (Template)BinaryPrimitives.ReadUInt16LittleEndian(frame[TemplateOffset..]);
        var known = Templates.BlockLengthOf(named);
        if (known == 0)
        {
            return DecodeResult.UnknownTemplate;
        }

        int block = BinaryPrimitives.ReadUInt16LittleEndian(frame[BlockLengthOffset..]);
        var hasGroup = Templates.EntryLengthOf(named) != 0;
        if (hasGroup
            ? !Group.IsPlausible(named, block, frame, version <= SchemaVersion)
            : !IsPlausible(version, block, known, frame.Length - HeaderBytes))
        {
            return DecodeResult.BadBlockLength;
        }

        if (!Templates.ReservedIsZero(named, frame.Slice(HeaderBytes, known))
            || (hasGroup && !Group.ReservedIsZero(named, frame)))
        {
            return DecodeResult.ReservedNotZero;
        }

        template = named;
        return DecodeResult.Ok;
    }

    /// <summary>A template without a group has nothing else; a later version may append fields, groups, data.</summary>
    private static bool IsPlausible(ushort version, int block, int known, int available) => version <= SchemaVersion
        ? block == known && available == known
        : block >= known && available >= block;

    private static ushort EncodingOf(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[EncodingTypeOffset..]);
}
