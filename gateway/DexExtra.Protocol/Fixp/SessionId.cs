using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DexExtra.Protocol.Fixp;

/// <summary>The client's name for one connection: 16 opaque bytes, compared by value.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public readonly struct SessionId : IEquatable<SessionId>
{
    public const int SizeBytes = 16;

    private readonly ulong _first;
    private readonly ulong _second;

    /// <exception cref="ArgumentOutOfRangeException">Fewer than 16 bytes.</exception>
    public SessionId(ReadOnlySpan<byte> bytes) => this = MemoryMarshal.Read<SessionId>(bytes);

    public bool IsZero => (_first | _second) == 0;

    /// <summary>
    /// The number under which the engine keeps the session's orders (C6); a pure function of the bytes, so it is the
    /// same on every connection that the client opens under this name. Never 0.
    /// </summary>
    public ulong Number => (_first ^ _second) == 0 ? 1 : _first ^ _second;

    public static bool operator ==(SessionId left, SessionId right) => left.Equals(right);

    public static bool operator !=(SessionId left, SessionId right) => !left.Equals(right);

    /// <summary>Sixteen random bytes.</summary>
    public static SessionId NewRandom()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        RandomNumberGenerator.Fill(bytes);
        return new SessionId(bytes);
    }

    public bool Equals(SessionId other) => _first == other._first && _second == other._second;

    public override bool Equals(object? obj) => obj is SessionId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_first, _second);

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(
        MemoryMarshal.AsBytes(new ReadOnlySpan<SessionId>(in Unsafe.AsRef(in this))));
}
