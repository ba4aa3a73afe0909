using System.Buffers.Binary;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>Appends values as 32-byte big-endian words (abi.encode of static types) to a caller's buffer.</summary>
internal ref struct WordWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public void Append(in Hash32 value) => value.CopyTo(Next(0));

    public void Append(Address value) => value.CopyTo(Next(0)[(Hash32.SizeBytes - Address.SizeBytes)..]);

    public void Append(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Next(0)[24..], value);

    public void Append(long value) =>
        BinaryPrimitives.WriteInt64BigEndian(Next(value < 0 ? byte.MaxValue : (byte)0)[24..], value);

    public void Append(UInt128 value) => BinaryPrimitives.WriteUInt128BigEndian(Next(0)[16..], value);

    public void Append(Int128 value) =>
        BinaryPrimitives.WriteInt128BigEndian(Next(value < 0 ? byte.MaxValue : (byte)0)[16..], value);

    /// <summary>The only word so far.</summary>
    public readonly Hash32 Word() => new(_buffer[..Hash32.SizeBytes]);

    public readonly Hash32 Hash() => Keccak256.Hash(_buffer[.._length]);

    private Span<byte> Next(byte fill)
    {
        var word = _buffer.Slice(_length, Hash32.SizeBytes);
        word.Fill(fill);
        _length += Hash32.SizeBytes;
        return word;
    }
}
