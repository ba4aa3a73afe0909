using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// A 65-byte ECDSA signature r‖s‖v as a blittable field. Never an identity: orders are known by their hash.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct Signature
{
    public const int SizeBytes = 72;
    public const int EncodedBytes = 65;

    public Hash32 R;
    public Hash32 S;
    public byte V;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    private readonly uint _padding4;

    /// <exception cref="ArgumentException"><paramref name="encoded"/> is not 65 bytes long.</exception>
    public static Signature Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != EncodedBytes)
        {
            throw new ArgumentException($"a signature has {EncodedBytes} bytes, not {encoded.Length}", nameof(encoded));
        }

        return new Signature
        {
            R = new Hash32(encoded[..32]),
            S = new Hash32(encoded[32..64]),
            V = encoded[64],
        };
    }

    public readonly void CopyTo(Span<byte> destination)
    {
        R.CopyTo(destination);
        S.CopyTo(destination[32..]);
        destination[64] = V;
    }
}
