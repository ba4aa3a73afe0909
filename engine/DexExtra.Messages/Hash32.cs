using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>A 32-byte hash or word, raw big-endian bytes. Blittable; compared by value.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public readonly struct Hash32 : IEquatable<Hash32>
{
    public const int SizeBytes = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 32 bytes long.</exception>
    public Hash32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes)
        {
            throw new ArgumentException($"a hash has {SizeBytes} bytes, not {bytes.Length}", nameof(bytes));
        }

        this = MemoryMarshal.Read<Hash32>(bytes);
    }

    public bool IsZero => (_first | _second | _third | _fourth) == 0;

    public static bool operator ==(Hash32 left, Hash32 right) => left.Equals(right);

    public static bool operator !=(Hash32 left, Hash32 right) => !left.Equals(right);

    /// <summary>Parses 0x followed by 64 hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Hash32 hash)
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        var valid = Hex.TryParse(text, bytes);
        hash = valid ? MemoryMarshal.Read<Hash32>(bytes) : default;
        return valid;
    }

    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public bool Equals(Hash32 other) => _first == other._first && _second == other._second &&
        _third == other._third && _fourth == other._fourth;

    public override bool Equals(object? obj) => obj is Hash32 other && Equals(other);

    public override int GetHashCode() => (int)(_first ^ (_first >> 32));

    /// <summary>0x and 64 lower-case hex digits.</summary>
    public override string ToString() =>
        Hex.Format(MemoryMarshal.AsBytes(new ReadOnlySpan<Hash32>(in Unsafe.AsRef(in this))));
}
