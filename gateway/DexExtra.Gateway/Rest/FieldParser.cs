using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>Parses the members of one request object and remembers the first that is wrong.</summary>
internal struct FieldParser
{
    public string? WrongMember { get; private set; }

    public Address Address(string? text, string member) =>
        Keep(Messages.Address.TryParse(text, out var value), value, member);

    public Hash32 Hash(string? text, string member) => Keep(Hash32.TryParse(text, out var value), value, member);

    public FixedText64 Text(string? text, string member) =>
        Keep(FixedText64.TryCreate(text, out var value), value, member);

    public ulong Unsigned(string? text, ulong maximum, string member) =>
        Keep(RequestValue.TryUnsigned(text, maximum, out var value), value, member);

    public long Signed64(string? text, string member) =>
        Keep(RequestValue.TrySigned64(text, out var value), value, member);

    public int Signed32(string? text, string member)
    {
        var isNumber = RequestValue.TrySigned64(text, out var value);
        return (int)Keep(isNumber && value == (int)value, isNumber && value == (int)value ? value : 0, member);
    }

    /// <summary>A non-negative 64-bit field that the engine keeps signed.</summary>
    public long NonNegative64(string? text, string member) => (long)Unsigned(text, long.MaxValue, member);

    public Int128 Signed128(string? text, string member) =>
        Keep(RequestValue.TrySigned128(text, out var value), value, member);

    public UInt128 Unsigned128(string? text, string member) =>
        Keep(RequestValue.TryUnsigned128(text, out var value), value, member);

    /// <summary>A non-negative 128-bit field that the engine keeps signed.</summary>
    public Int128 NonNegative128(string? text, string member)
    {
        var valid = RequestValue.TryUnsigned128(text, out var value) && value <= (UInt128)Int128.MaxValue;
        return Keep(valid, valid ? (Int128)value : 0, member);
    }

    private T Keep<T>(bool valid, T value, string member)
    {
        if (!valid)
        {
            WrongMember ??= member;
        }

        return value;
    }
}
