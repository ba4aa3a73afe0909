using System.Buffers;
using System.Buffers.Binary;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Settlement.Chain.Encoding;

/// <summary>
/// Builds call data of the few fixed calls this process makes: selector, then 32-byte big-endian words in order.
/// Dynamic types are laid out by the caller, who knows the offsets. Not thread safe; one instance per call.
/// </summary>
internal sealed class AbiWriter
{
    public const int WordBytes = 32;
    public const int SelectorBytes = 4;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Call data that starts with the selector of a canonical signature such as <c>pause()</c>.</summary>
    public static AbiWriter Call(string signature)
    {
        var writer = new AbiWriter();
        writer._bytes.Write(Selector(signature));
        return writer;
    }

    /// <summary>Call data that is written already.</summary>
    public static AbiWriter Raw(ReadOnlySpan<byte> data)
    {
        var writer = new AbiWriter();
        writer._bytes.Write(data);
        return writer;
    }

    /// <summary>Data without a selector: constructor arguments.</summary>
    public static AbiWriter Arguments() => new();

    public static byte[] Selector(string signature) => HashOf(signature).AsSpan(0, SelectorBytes).ToArray();

    /// <summary>First topic of an event with this canonical signature.</summary>
    public static Hash32 Topic(string signature) => new(HashOf(signature));

    public AbiWriter Unsigned(UInt128 value)
    {
        Span<byte> word = stackalloc byte[WordBytes];
        word.Clear();
        BinaryPrimitives.WriteUInt128BigEndian(word[16..], value);
        _bytes.Write(word);
        return this;
    }

    public AbiWriter Signed(Int128 value)
    {
        Span<byte> word = stackalloc byte[WordBytes];
        word.Fill(Int128.IsNegative(value) ? (byte)0xff : (byte)0);
        BinaryPrimitives.WriteInt128BigEndian(word[16..], value);
        _bytes.Write(word);
        return this;
    }

    public AbiWriter Address(Address value)
    {
        Span<byte> word = stackalloc byte[WordBytes];
        word.Clear();
        value.CopyTo(word[(WordBytes - Messages.Address.SizeBytes)..]);
        _bytes.Write(word);
        return this;
    }

    public AbiWriter Word(in Hash32 value)
    {
        Span<byte> word = stackalloc byte[WordBytes];
        value.CopyTo(word);
        _bytes.Write(word);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private static byte[] HashOf(string signature)
    {
        var hash = new byte[Hash32.SizeBytes];
        Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(signature), hash);
        return hash;
    }
}
