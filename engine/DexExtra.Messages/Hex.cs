using System.Buffers;

namespace DexExtra.Messages;

/// <summary>0x-prefixed lower-case hex, the one textual form of addresses, hashes and signatures.</summary>
public static class Hex
{
    private const string Prefix = "0x";

    public static string Format(ReadOnlySpan<byte> bytes) => Prefix + Convert.ToHexStringLower(bytes);

    /// <summary>True only if the text is 0x and exactly two hex digits per destination byte.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, Span<byte> destination) =>
        text.Length == Prefix.Length + (2 * destination.Length)
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && Convert.FromHexString(text[Prefix.Length..], destination, out _, out _) == OperationStatus.Done;
}
