using System.Buffers.Binary;

namespace DexExtra.Persistence.Copy;

/// <summary>
/// PostgreSQL's binary NUMERIC, written exactly from integers: the driver's decimal holds 28 digits, ledger money 30.
/// <code>
/// 0 int16 digits   2 int16 weight of the first digit   4 uint16 sign (0x4000 = negative)   6 int16 decimals
/// 8 int16 … digits of base 10,000, most significant first, no leading or trailing zero digits
/// </code>
/// Eight decimals are exactly two digits of base 10,000, so a value in units of 1e-8 needs no scaling.
/// </summary>
internal static class PgNumeric
{
    /// <summary>Header and the ten digits that any 128-bit integer needs at most.</summary>
    public const int MaxBytes = HeaderBytes + (MaxDigits * sizeof(short));

    private const int HeaderBytes = 8;
    private const int MaxDigits = 10;
    private const int Base = 10_000;
    private const int DecimalsPerDigit = 4;
    private const ushort NegativeSign = 0x4000;

    /// <summary>
    /// Writes <paramref name="magnitude"/> × 10^-decimals; decimals must be a multiple of 4. Returns bytes written.
    /// </summary>
    public static int Write(Span<byte> destination, bool negative, UInt128 magnitude, int decimals)
    {
        Span<short> digits = stackalloc short[MaxDigits];
        var count = Split(magnitude, digits);
        var trailing = 0;
        while (trailing < count && digits[trailing] == 0)
        {
            trailing++;
        }

        var kept = count - trailing;
        var weight = kept == 0 ? 0 : count - 1 - (decimals / DecimalsPerDigit);
        BinaryPrimitives.WriteInt16BigEndian(destination, (short)kept);
        BinaryPrimitives.WriteInt16BigEndian(destination[2..], (short)weight);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], negative && kept > 0 ? NegativeSign : (ushort)0);
        BinaryPrimitives.WriteInt16BigEndian(destination[6..], (short)decimals);
        var offset = HeaderBytes;
        for (var index = count - 1; index >= trailing; index--)
        {
            BinaryPrimitives.WriteInt16BigEndian(destination[offset..], digits[index]);
            offset += sizeof(short);
        }

        return offset;
    }

    /// <summary>Least significant digit first; returns how many.</summary>
    private static int Split(UInt128 magnitude, Span<short> digits)
    {
        var count = 0;
        while (magnitude > ulong.MaxValue)
        {
            var (quotient, rest) = UInt128.DivRem(magnitude, Base);
            digits[count++] = (short)rest;
            magnitude = quotient;
        }

        for (var low = (ulong)magnitude; low > 0; low /= Base)
        {
            digits[count++] = (short)(low % Base);
        }

        return count;
    }
}
