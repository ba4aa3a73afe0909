using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>A 20-byte EVM address, raw big-endian bytes. Blittable; compared by value.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = SizeBytes)]
public readonly struct Address : IEquatable<Address>
{
    public const int SizeBytes = 20;

    private readonly ulong _first;
    private readonly ulong _middle;
    private readonly uint _last;

    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 20 bytes long.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes)
        {
            throw new ArgumentException($"an address has {SizeBytes} bytes, not {bytes.Length}", nameof(bytes));
        }

        this = MemoryMarshal.Read<Address>(bytes);
    }

    /// <summary>True for 0x000…0, which is never a valid account (SIG-04).</summary>
    public bool IsZero => (_first | _middle | _last) == 0;

    public static bool operator ==(Address left, Address right) => left.Equals(right);

    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    /// <summary>Parses 0x followed by 40 hex digits in any case; the checksum case is not verified.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        var valid = Hex.TryParse(text, bytes);
        address = valid ? MemoryMarshal.Read<Address>(bytes) : default;
        return valid;
    }

    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public bool Equals(Address other) =>
        _first == other._first && _middle == other._middle && _last == other._last;

    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <summary>Deterministic across processes, so that replay never depends on a hash seed.</summary>
    public override int GetHashCode()
    {
        var mixed = (_first ^ (_middle * 0x9E3779B97F4A7C15UL) ^ _last) * 0xD6E8FEB86659FD93UL;
        return (int)(mixed >> 32);
    }

    /// <summary>0x and 40 lower-case hex digits, as stored in every table and key.</summary>
    public override string ToString() =>
        Hex.Format(MemoryMarshal.AsBytes(new ReadOnlySpan<Address>(in Unsafe.AsRef(in this))));

    /// <exception cref="FormatException">The text is not 0x and 40 hex digits.</exception>
    public static Address Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not an address"));
}
