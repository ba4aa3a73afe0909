using System.Buffers.Binary;
using DexExtra.Messages;

namespace DexExtra.Settlement.Chain.Encoding;

/// <summary>
/// Reads return data and event data word by word. A word that does not fit the asked type, or data that ends early, is
/// an answer this process does not understand: <see cref="ChainUnavailableException"/>, never a truncated number.
/// </summary>
internal ref struct AbiReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public ulong UInt64()
    {
        var value = Unsigned();
        return value <= ulong.MaxValue ? (ulong)value : throw Misread("a value beyond 64 bits");
    }

    public UInt128 Unsigned()
    {
        var word = Next();
        return word[..16].IndexOfAnyExcept((byte)0) < 0
            ? BinaryPrimitives.ReadUInt128BigEndian(word[16..])
            : throw Misread("a value beyond 128 bits");
    }

    public Int128 Signed()
    {
        var word = Next();
        var value = BinaryPrimitives.ReadInt128BigEndian(word[16..]);
        var sign = Int128.IsNegative(value) ? (byte)0xff : (byte)0;
        return word[..16].IndexOfAnyExcept(sign) < 0 ? value : throw Misread("a value beyond 128 bits");
    }

    public Address Address()
    {
        var word = Next();
        return word[..12].IndexOfAnyExcept((byte)0) < 0
            ? new Address(word[12..])
            : throw Misread("a word that is no address");
    }

    public bool Boolean() => UInt64() != 0;

    public Hash32 Word() => new(Next());

    private ReadOnlySpan<byte> Next()
    {
        if (_rest.Length < AbiWriter.WordBytes)
        {
            throw Misread("data that ends early");
        }

        var word = _rest[..AbiWriter.WordBytes];
        _rest = _rest[AbiWriter.WordBytes..];
        return word;
    }

    private static ChainUnavailableException Misread(string what) => new($"the contract answered with {what}");
}
