using System.Text;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>Addresses with the checksum in their capitals (ERC-55). Pure.</summary>
public static class ChecksumAddress
{
    private const int FirstCapital = 8;

    public static string Format(Address address)
    {
        var digits = address.ToString()[2..].ToLowerInvariant();
        Span<byte> hash = stackalloc byte[Hash32.SizeBytes];
        Keccak256.Hash(Encoding.ASCII.GetBytes(digits), hash);
        var text = new StringBuilder("0x", 2 + digits.Length);
        for (var index = 0; index < digits.Length; index++)
        {
            var nibble = index % 2 == 0 ? hash[index / 2] >> 4 : hash[index / 2] & 0xf;
            text.Append(nibble >= FirstCapital ? char.ToUpperInvariant(digits[index]) : digits[index]);
        }

        return text.ToString();
    }

    /// <summary>False unless every capital is where the checksum wants it.</summary>
    public static bool TryParse(string text, out Address address) =>
        Address.TryParse(text, out address) && Format(address) == text;
}
