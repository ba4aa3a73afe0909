using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// Keccak-256 as Ethereum uses it (the original padding 0x01, not the 0x06 of SHA-3). Pure and allocation-free, any
/// thread. One permutation is one method with 25 local lanes, because the compiler keeps locals in registers and an
/// indexed state would be bounds checked.
/// </summary>
public static class Keccak256
{
    private const int RateBytes = 136;
    private const int Lanes = 25;
    private const byte FirstPaddingByte = 0x01;
    private const byte LastPaddingByte = 0x80;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
        0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>Writes the 32-byte hash of <paramref name="input"/>; the two may overlap.</summary>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is shorter than 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> hash)
    {
        if (hash.Length < Hash32.SizeBytes)
        {
            throw new ArgumentException($"a hash needs {Hash32.SizeBytes} bytes", nameof(hash));
        }

        Span<ulong> state = stackalloc ulong[Lanes];
        state.Clear();
        while (input.Length >= RateBytes)
        {
            Absorb(state, input[..RateBytes]);
            input = input[RateBytes..];
        }

        Span<byte> last = stackalloc byte[RateBytes];
        last.Clear();
        input.CopyTo(last);
        last[input.Length] = FirstPaddingByte;
        last[RateBytes - 1] |= LastPaddingByte;
        Absorb(state, last);

        for (var lane = 0; lane < Hash32.SizeBytes / sizeof(ulong); lane++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash[(lane * sizeof(ulong))..], state[lane]);
        }
    }

    public static Hash32 Hash(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[Hash32.SizeBytes];
        Hash(input, hash);
        return MemoryMarshal.Read<Hash32>(hash);
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var lane = 0; lane < RateBytes / sizeof(ulong); lane++)
        {
            state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(lane * sizeof(ulong))..]);
        }

        Permute(state);
    }

    /// <summary>
    /// Keccak-f[1600]: theta, rho, pi and chi fused per output plane; names are row and column of FIPS 202.
    /// </summary>
    private static void Permute(Span<ulong> s)
    {
        ulong a00 = s[0], a01 = s[1], a02 = s[2], a03 = s[3], a04 = s[4];
        ulong a10 = s[5], a11 = s[6], a12 = s[7], a13 = s[8], a14 = s[9];
        ulong a20 = s[10], a21 = s[11], a22 = s[12], a23 = s[13], a24 = s[14];
        ulong a30 = s[15], a31 = s[16], a32 = s[17], a33 = s[18], a34 = s[19];
        ulong a40 = s[20], a41 = s[21], a42 = s[22], a43 = s[23], a44 = s[24];

        foreach (var roundConstant in RoundConstants)
        {
            var c0 = a00 ^ a10 ^ a20 ^ a30 ^ a40;
            var c1 = a01 ^ a11 ^ a21 ^ a31 ^ a41;
            var c2 = a02 ^ a12 ^ a22 ^ a32 ^ a42;
            var c3 = a03 ^ a13 ^ a23 ^ a33 ^ a43;
            var c4 = a04 ^ a14 ^ a24 ^ a34 ^ a44;
            var d0 = c4 ^ Left(c1, 1);
            var d1 = c0 ^ Left(c2, 1);
            var d2 = c1 ^ Left(c3, 1);
            var d3 = c2 ^ Left(c4, 1);
            var d4 = c3 ^ Left(c0, 1);

            ulong b00 = a00 ^ d0, b01 = Left(a11 ^ d1, 44), b02 = Left(a22 ^ d2, 43);
            ulong b03 = Left(a33 ^ d3, 21), b04 = Left(a44 ^ d4, 14);
            ulong b10 = Left(a03 ^ d3, 28), b11 = Left(a14 ^ d4, 20), b12 = Left(a20 ^ d0, 3);
            ulong b13 = Left(a31 ^ d1, 45), b14 = Left(a42 ^ d2, 61);
            ulong b20 = Left(a01 ^ d1, 1), b21 = Left(a12 ^ d2, 6), b22 = Left(a23 ^ d3, 25);
            ulong b23 = Left(a34 ^ d4, 8), b24 = Left(a40 ^ d0, 18);
            ulong b30 = Left(a04 ^ d4, 27), b31 = Left(a10 ^ d0, 36), b32 = Left(a21 ^ d1, 10);
            ulong b33 = Left(a32 ^ d2, 15), b34 = Left(a43 ^ d3, 56);
            ulong b40 = Left(a02 ^ d2, 62), b41 = Left(a13 ^ d3, 55), b42 = Left(a24 ^ d4, 39);
            ulong b43 = Left(a30 ^ d0, 41), b44 = Left(a41 ^ d1, 2);

            (a00, a01, a02) = (b00 ^ (~b01 & b02) ^ roundConstant, b01 ^ (~b02 & b03), b02 ^ (~b03 & b04));
            (a03, a04) = (b03 ^ (~b04 & b00), b04 ^ (~b00 & b01));
            (a10, a11, a12) = (b10 ^ (~b11 & b12), b11 ^ (~b12 & b13), b12 ^ (~b13 & b14));
            (a13, a14) = (b13 ^ (~b14 & b10), b14 ^ (~b10 & b11));
            (a20, a21, a22) = (b20 ^ (~b21 & b22), b21 ^ (~b22 & b23), b22 ^ (~b23 & b24));
            (a23, a24) = (b23 ^ (~b24 & b20), b24 ^ (~b20 & b21));
            (a30, a31, a32) = (b30 ^ (~b31 & b32), b31 ^ (~b32 & b33), b32 ^ (~b33 & b34));
            (a33, a34) = (b33 ^ (~b34 & b30), b34 ^ (~b30 & b31));
            (a40, a41, a42) = (b40 ^ (~b41 & b42), b41 ^ (~b42 & b43), b42 ^ (~b43 & b44));
            (a43, a44) = (b43 ^ (~b44 & b40), b44 ^ (~b40 & b41));
        }

        (s[0], s[1], s[2], s[3], s[4]) = (a00, a01, a02, a03, a04);
        (s[5], s[6], s[7], s[8], s[9]) = (a10, a11, a12, a13, a14);
        (s[10], s[11], s[12], s[13], s[14]) = (a20, a21, a22, a23, a24);
        (s[15], s[16], s[17], s[18], s[19]) = (a30, a31, a32, a33, a34);
        (s[20], s[21], s[22], s[23], s[24]) = (a40, a41, a42, a43, a44);
    }

    private static ulong Left(ulong value, int bits) => BitOperations.RotateLeft(value, bits);
}
