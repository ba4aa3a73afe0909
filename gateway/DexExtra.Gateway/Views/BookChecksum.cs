using System.Buffers.Text;

namespace DexExtra.Gateway.Views;

/// <summary>
/// D3: CRC-32 (IEEE 802.3, as zlib) over the ten best levels of each side as integer text: bids best first, then asks
/// best first, each <c>ticks:lots,</c> in ASCII. Integers only, so no client stumbles over number formatting.
/// </summary>
internal static class BookChecksum
{
    private const uint ReversedPolynomial = 0xEDB8_8320;
    private const int LevelTextBytes = 48;

    private static readonly uint[] Table = BuildTable();

    public static uint Compute(BookView book) =>
        ~Append(Append(uint.MaxValue, book.Bids), book.Asks);

    private static uint Append(uint crc, IReadOnlyCollection<BookLevel> levels)
    {
        Span<byte> text = stackalloc byte[LevelTextBytes];
        var remaining = GatewayLimits.ChecksumLevels;
        foreach (var level in levels)
        {
            if (remaining-- == 0)
            {
                break;
            }

            Utf8Formatter.TryFormat(level.PriceTicks, text, out var length);
            text[length++] = (byte)':';
            Utf8Formatter.TryFormat(level.QuantityLots, text[length..], out var quantityLength);
            length += quantityLength;
            text[length++] = (byte)',';
            crc = Append(crc, text[..length]);
        }

        return crc;
    }

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[256];
        for (var index = 0u; index < table.Length; index++)
        {
            var value = index;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ ReversedPolynomial;
            }

            table[index] = value;
        }

        return table;
    }
}
