using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// The values of one flat typed-data struct, read from texts by the published definition itself: what is parsed is what
/// is hashed. Integers are decimal digits without sign or blanks, a minus where the type is signed. Immutable.
/// </summary>
public sealed class TypedFields
{
    /// <summary>Longest text of a field.</summary>
    public const int MaxTextCharacters = 1024;

    private readonly Eip712Type _type;
    private readonly Dictionary<string, Hash32> _words;
    private readonly Dictionary<string, string> _texts;

    private TypedFields(Eip712Type type, Dictionary<string, Hash32> words, Dictionary<string, string> texts)
    {
        _type = type;
        _words = words;
        _texts = texts;
    }

    /// <summary>Null when a member is missing or not of its type; its name is then the wrong one.</summary>
    public static TypedFields? Parse(Eip712Type type, Func<string, string?> textOf, out string wrongMember)
    {
        var words = new Dictionary<string, Hash32>(StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            var text = textOf(field.Name);
            if (!TryParse(field.Type, text, out var word))
            {
                wrongMember = field.Name;
                return null;
            }

            words.Add(field.Name, word);
            texts.Add(field.Name, text!);
        }

        wrongMember = string.Empty;
        return new TypedFields(type, words, texts);
    }

    public Hash32 Digest(Eip712Domain domain)
    {
        var words = new WordWriter(new byte[(1 + _type.Fields.Count) * Hash32.SizeBytes]);
        words.Append(_type.TypeHash);
        foreach (var field in _type.Fields)
        {
            words.Append(_words[field.Name]);
        }

        return domain.Digest(words.Hash());
    }

    /// <summary>A field of up to 64 bits, unsigned.</summary>
    public ulong Unsigned(string name) => BinaryPrimitives.ReadUInt64BigEndian(Bytes(name).AsSpan(24));

    /// <summary>A field of up to 64 bits, signed.</summary>
    public long Signed(string name) => unchecked((long)Unsigned(name));

    public uint UInt32(string name) => (uint)Unsigned(name);

    public byte UInt8(string name) => (byte)Unsigned(name);

    /// <summary>A field of 128 bits; unsigned ones are at most Int128.MaxValue.</summary>
    public Int128 Wide(string name) => BinaryPrimitives.ReadInt128BigEndian(Bytes(name).AsSpan(16));

    public Address Address(string name) => new(Bytes(name).AsSpan(Hash32.SizeBytes - Messages.Address.SizeBytes));

    public Hash32 Hash(string name) => _words[name];

    /// <summary>A field of the type string, as it came.</summary>
    public string Text(string name) => _texts[name];

    /// <summary>The fields account and subaccount.</summary>
    public AccountId Account() => new(Address("account"), UInt32("subaccount"));

    private static bool TryParse(string type, string? text, out Hash32 word)
    {
        var words = new WordWriter(new byte[Hash32.SizeBytes]);
        word = default;
        switch (type)
        {
            case "address" when Messages.Address.TryParse(text, out var address):
                words.Append(address);
                break;
            case "bytes32" when Hash32.TryParse(text, out var hash):
                words.Append(hash);
                break;
            case "string" when text is not null && text.Length <= MaxTextCharacters:
                words.Append(Keccak256.Hash(Encoding.UTF8.GetBytes(text)));
                break;
            case ['u', 'i', 'n', 't', .. var bits] when TryUnsigned(bits, text, out var value):
                words.Append(value);
                break;
            case ['i', 'n', 't', .. var bits] when TrySigned(bits, text, out var value):
                words.Append(value);
                break;
            default:
                return false;
        }

        word = words.Word();
        return true;
    }

    private static bool TryUnsigned(string bits, string? text, out UInt128 value) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && value <= (bits == "128" ? (UInt128)Int128.MaxValue : (UInt128.One << Width(bits)) - 1);

    private static bool TrySigned(string bits, string? text, out Int128 value) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && text![0] != '+'
        && (bits == "128" || Int128.Abs(value < 0 ? value + 1 : value) >> (Width(bits) - 1) == 0);

    private static int Width(string bits) => int.Parse(bits, CultureInfo.InvariantCulture);

    private byte[] Bytes(string name)
    {
        var bytes = new byte[Hash32.SizeBytes];
        _words[name].CopyTo(bytes);
        return bytes;
    }
}
